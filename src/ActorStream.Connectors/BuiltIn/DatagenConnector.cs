namespace ActorStream.Connectors.BuiltIn;

/// <summary>The datagen connector: makes rows of random values or sequences, at a rate.</summary>
internal sealed class DatagenConnector : ISourceConnector
{
    /// <inheritdoc/>
    public string Identifier => "datagen";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, DataType> ReadableMetadata(TableDefinition table) => new Dictionary<string, DataType>();

    /// <inheritdoc/>
    public ISource CreateSource(TableContext context)
    {
        TableOptions options = context.Options;
        long? rows = options.TakeLong("number-of-rows", 1);
        long rate = options.TakeLong("rows-per-second", 1) ?? 10_000;
        int splits = options.TakeInt("scan.parallelism", 1, 1, 1024);
        IReadOnlyList<TableColumn> physical = context.PhysicalColumns;
        var generators = new Dictionary<string, DatagenField>(StringComparer.Ordinal);
        for (int i = 0; i < physical.Count; i++)
        {
            string prefix = $"fields.{physical[i].Name}.";
            ulong seed = DatagenRandom.SeedOf(options.Table, i);
            var field = DatagenField.Create(physical[i].Type, options.WithPrefix(prefix), seed, isTop: true);
            generators.Add(physical[i].Name, field);
            // The shortest sequence ends the table.
            if (field.Count is long count) rows = Math.Min(rows ?? long.MaxValue, count);
        }
        DatagenField[] columns = [.. context.Columns.Select(c => generators[c.Name])];
        return new DatagenSource(columns, rows, rate, splits, context.Environment.TimeProvider);
    }
}
