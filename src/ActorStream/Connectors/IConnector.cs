namespace ActorStream.Connectors;

/// <summary>A connector: makes sources, sinks and lookups from a table's options. It implements those of
/// <see cref="ISourceConnector"/>, <see cref="ISinkConnector"/> and <see cref="ILookupConnector"/> that it can.</summary>
public interface IConnector
{
    /// <summary>What the <c>connector</c> option says, such as <c>kafka</c>.</summary>
    string Identifier { get; }
}

/// <summary>A connector that can be read.</summary>
public interface ISourceConnector : IConnector
{
    /// <summary>Metadata keys that can be read, with their types. Format metadata is listed as <c>value.KEY</c>.</summary>
    IReadOnlyDictionary<string, DataType> ReadableMetadata(TableDefinition table);

    /// <summary>Checks the options and makes a source; opens nothing yet.</summary>
    /// <exception cref="ActorStreamException">An option is missing or wrong.</exception>
    ISource CreateSource(TableContext context);
}

/// <summary>A connector that can be written.</summary>
public interface ISinkConnector : IConnector
{
    /// <summary>Metadata keys that can be written, with their types.</summary>
    IReadOnlyDictionary<string, DataType> WritableMetadata(TableDefinition table);

    /// <summary>Checks the options and makes a sink; opens nothing yet.</summary>
    /// <exception cref="ActorStreamException">An option is missing or wrong.</exception>
    ISink CreateSink(TableContext context);
}

/// <summary>A connector whose rows can be looked up by key.</summary>
public interface ILookupConnector : IConnector
{
    /// <summary>Checks the options and makes a lookup; opens nothing yet.</summary>
    /// <param name="context">The table and the columns that the plan wants back.</param>
    /// <param name="keyColumns">The physical columns that form the key, in the order in which keys will come.</param>
    LookupTable CreateLookup(TableContext context, IReadOnlyList<string> keyColumns);
}

/// <summary>Connectors and formats by identifier.</summary>
public interface IConnectorRegistry
{
    /// <summary>The connector of that identifier, or null.</summary>
    IConnector? FindConnector(string identifier);

    /// <summary>The format of that identifier, or null.</summary>
    IFormat? FindFormat(string identifier);

    /// <summary>All identifiers of connectors, sorted.</summary>
    IReadOnlyList<string> ConnectorIdentifiers { get; }

    /// <summary>All identifiers of formats, sorted.</summary>
    IReadOnlyList<string> FormatIdentifiers { get; }
}
