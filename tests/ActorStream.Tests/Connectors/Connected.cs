using System.Text;
using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Connectors;

/// <summary>Tables of connectors, without SQL.</summary>
internal static class Connected
{
    private static readonly ConnectorRegistry Registry = new();

    public static TableContext Table(
        IReadOnlyList<Field> columns,
        string options,
        IReadOnlyList<ConnectorColumn>? read = null,
        TextWriter? output = null,
        TimeProvider? clock = null,
        IReadOnlyList<string>? partitionedBy = null)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string option in options.Split('~', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = option.IndexOf('=', StringComparison.Ordinal);
            values.Add(option[..at], option[(at + 1)..]);
        }
        var table = new TableDefinition("default_catalog", "default_database", "t")
        {
            Columns = [.. columns.Select(c => new TableColumn(c.Name, c.Type, TableColumnKind.Physical))],
            Options = values,
            PartitionKeys = partitionedBy ?? [],
        };
        return new TableContext
        {
            Table = table,
            Options = new TableOptions("t", values),
            Columns = read ?? [.. columns.Select(c => new ConnectorColumn(c.Name, c.Type))],
            Environment = new ConnectorEnvironment
            {
                Registry = Registry,
                StandardOutput = output ?? TextWriter.Null,
                StandardError = TextWriter.Null,
                TimeProvider = clock ?? TimeProvider.System,
            },
        };
    }

    public static ISource Source(TableContext context)
    {
        string connector = context.Options.TakeRequired("connector");
        ISource source = ((ISourceConnector)Registry.FindConnector(connector)!).CreateSource(context);
        context.Options.RefuseLeftovers();
        return source;
    }

    public static ISink Sink(TableContext context)
    {
        string connector = context.Options.TakeRequired("connector");
        ISink sink = ((ISinkConnector)Registry.FindConnector(connector)!).CreateSink(context);
        context.Options.RefuseLeftovers();
        return sink;
    }

    /// <summary>All batches of a bounded source, from given positions.</summary>
    public static async Task<List<SourceBatch>> ReadAsync(ISource source, params long[] offsets)
    {
        await source.OpenAsync(default);
        IReadOnlyList<SourceSplit> splits = await source.DiscoverSplitsAsync(default);
        IReadOnlyList<SplitStart> starts = await source.ResolveAsync(
            [.. splits.Select((s, i) => new SplitStart(s, i < offsets.Length ? offsets[i] : null))], default);
        await using ISourceReader reader = source.CreateReader(starts);
        var batches = new List<SourceBatch>();
        while (await reader.ReadAsync(default) is { } batch) batches.Add(batch.Decoded());
        return batches;
    }

    public static List<string> Rows(IEnumerable<SourceBatch> batches, TableContext context)
    {
        var formatter = new RowFormatter(new Schema([.. context.Columns.Select(c => new Field(c.Name, c.Type))]));
        return [.. batches.SelectMany(b => Enumerable.Range(0, b.Rows.Count).Select(i => formatter.Format(b.Rows, i)))];
    }

    public static Batch Texts(params string[] texts)
    {
        var builder = new BytesColumnBuilder();
        foreach (string text in texts) builder.Append(Encoding.UTF8.GetBytes(text));
        return new Batch([builder.Build()], texts.Length);
    }
}
