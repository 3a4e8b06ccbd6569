namespace ActorStream.Connectors;

/// <summary>A column that a source must produce or a sink is given.</summary>
/// <param name="Name">The column's name; a sink's metadata column has its own name, not its key.</param>
/// <param name="Type">The type.</param>
/// <param name="MetadataKey">The metadata key, or null for a physical column.</param>
public sealed record ConnectorColumn(string Name, DataType Type, string? MetadataKey = null);

/// <summary>What a connector is told about the table that it serves.</summary>
public sealed class TableContext
{
    /// <summary>The table.</summary>
    public required TableDefinition Table { get; init; }

    /// <summary>The table's options, to be taken one by one; the engine refuses what is left over.</summary>
    public required TableOptions Options { get; init; }

    /// <summary>The columns that the plan reads (a source makes its batches of exactly these, in this order) or writes (a sink gets
    /// batches of exactly these: all physical columns, then the metadata columns that are not virtual).</summary>
    public required IReadOnlyList<ConnectorColumn> Columns { get; init; }

    /// <summary>The world around the job.</summary>
    public required ConnectorEnvironment Environment { get; init; }

    /// <summary>Every physical column of the table, in order: what the payload holds, read or not.</summary>
    public IReadOnlyList<TableColumn> PhysicalColumns => [.. Table.Columns.Where(c => c.Kind == TableColumnKind.Physical)];
}

/// <summary>What connectors share within one job.</summary>
public sealed class ConnectorEnvironment
{
    /// <summary>Finds connectors and formats.</summary>
    public required IConnectorRegistry Registry { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The session's time zone, for TIMESTAMP_LTZ as text.</summary>
    public TimeZoneInfo LocalTimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Bytes that one value or record may have; a reader that cannot tell where a record ends stops there. Default 64 MiB.
    /// </summary>
    public long MaxValueBytes { get; init; } = 64 << 20;

    /// <summary>The folder of the embedded log and databases where the job runs with <c>--local</c>, else null.</summary>
    public string? LocalDirectory { get; init; }

    /// <summary>The job's name.</summary>
    public string JobName { get; init; } = "";

    /// <summary>Replaces each <c>${secret:NAME}</c> in an option's text by the secret, or throws an <see
    /// cref="ActorStreamException"/>.</summary>
    public Func<string, string>? Secrets { get; init; }

    /// <summary>Told, by any thread, what an operator should know and what fails nothing: an option that has no counterpart here, a
    /// connection that did not close. The same text may come again. Default: nobody is told.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    /// <summary>Where standard output goes (the print connector).</summary>
    public TextWriter StandardOutput { get; init; } = TextWriter.Null;

    /// <summary>Where standard error goes (the print connector with <c>standard-error</c>).</summary>
    public TextWriter StandardError { get; init; } = TextWriter.Null;
}
