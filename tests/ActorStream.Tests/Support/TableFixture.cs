using System.Text;
using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Support;

/// <summary>A table of the connector <c>kafka</c>, made as the engine makes it, with its options as text.</summary>
public sealed class TableFixture(string? localDirectory, TimeProvider? timeProvider = null)
{
    private readonly ConnectorEnvironment _environment = new()
    {
        Registry = new ConnectorRegistry(), LocalDirectory = localDirectory, TimeProvider = timeProvider ?? TimeProvider.System,
    };

    public ISource Source(IReadOnlyList<TableColumn> columns, string options) =>
        Make(columns, options, (connector, context) => ((ISourceConnector)connector).CreateSource(context));

    public ISink Sink(IReadOnlyList<TableColumn> columns, string options) =>
        Make(columns, options, (connector, context) => ((ISinkConnector)connector).CreateSink(context));

    /// <summary>All rows of a source that has been opened, as text, until every split has ended.</summary>
    public static async Task<List<string>> ReadAllAsync(ISource source, CancellationToken cancellationToken)
    {
        IReadOnlyList<SourceSplit> splits = await source.DiscoverSplitsAsync(cancellationToken);
        return await ReadAllAsync(
            source, await source.ResolveAsync([.. splits.Select(s => new SplitStart(s, null))], cancellationToken), cancellationToken);
    }

    /// <summary>All rows from resolved starts.</summary>
    public static async Task<List<string>> ReadAllAsync(
        ISource source, IReadOnlyList<SplitStart> starts, CancellationToken cancellationToken)
    {
        var rows = new List<string>();
        await using ISourceReader reader = source.CreateReader(starts);
        while (await reader.ReadAsync(cancellationToken) is { } read)
        {
            Batch batch = read.Decoded().Rows;
            for (int i = 0; i < batch.Count; i++) rows.Add(string.Join('|', batch.Columns.Select(c => Text(c, i))));
        }
        return rows;
    }

    /// <summary>A column of text.</summary>
    public static BytesColumn Strings(params IReadOnlyList<string?> values)
    {
        var builder = new BytesColumnBuilder();
        foreach (string? value in values)
        {
            if (value is null) builder.AppendNull();
            else builder.Append(value.AsSpan());
        }
        return (BytesColumn)builder.Build();
    }

    private T Make<T>(IReadOnlyList<TableColumn> columns, string text, Func<IConnector, TableContext, T> make)
    {
        Dictionary<string, string> options = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(l => l[..l.IndexOf('=', StringComparison.Ordinal)].Trim(), l =>
                l[(l.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim());
        var table = new TableDefinition("default_catalog", "default_database", "t") { Columns = columns, Options = options };
        var context = new TableContext
        {
            Table = table,
            Options = new TableOptions("t", options),
            Columns = [.. columns.Select(c =>
                new ConnectorColumn(c.Name, c.Type, c.Kind == TableColumnKind.Metadata ? c.MetadataKey ?? c.Name : null))],
            Environment = _environment,
        };
        T made = make(_environment.Registry.FindConnector(context.Options.TakeRequired("connector"))!, context);
        context.Options.RefuseLeftovers();
        return made;
    }

    private static string Text(Column column, int row) => column.IsNull(row) ? "NULL" : column switch
    {
        BytesColumn bytes => Encoding.UTF8.GetString(bytes[row]),
        FixedColumn<long> longs => $"{longs[row]}",
        FixedColumn<int> ints => $"{ints[row]}",
        MapColumn map => string.Join(',',
            Enumerable.Range(map.Starts[row], map.Lengths[row]).Select(i => $"{Text(map.Keys, i)}={Text(map.Values, i)}")),
        _ => throw new ArgumentException(column.GetType().Name),
    };
}
