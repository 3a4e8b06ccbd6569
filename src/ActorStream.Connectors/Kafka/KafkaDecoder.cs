using ActorStream.Connectors.DeadLetters;
using ActorStream.Types;

namespace ActorStream.Connectors.Kafka;

/// <summary>Makes rows of records: the value's columns, the key's, and metadata.</summary>
internal sealed class KafkaDecoder
{
    private enum From
    {
        Value,
        Key,
        Metadata,
    }

    private readonly IDecoder _value;
    private readonly IDecoder? _key;
    private readonly (From From, int Index, string? Metadata)[] _columns;
    private readonly Batch _empty;
    private readonly DeadLetterErrors _errors;

    private KafkaDecoder(
        string table, bool keepsErrors, IDecoder value, IDecoder? key, (From, int, string?)[] columns,
        IReadOnlyList<ConnectorColumn> produced)
    {
        (_value, _key, _columns) = (value, key, columns);
        _errors = new DeadLetterErrors(KafkaConnector.Name, table, keepsErrors);
        _empty = new Batch([.. produced.Select(c => ColumnBuilder.Create(c.Type).Build())], 0);
    }

    /// <summary>Makes a decoder; the format takes its options.</summary>
    public static KafkaDecoder Create(TableContext context, KafkaOptions options, bool keepsErrors)
    {
        IReadOnlyList<TableColumn> physical = context.PhysicalColumns;
        var keyWanted = new List<Field>();
        var valueWanted = new List<Field>();
        var columns = new (From, int, string?)[context.Columns.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            ConnectorColumn column = context.Columns[i];
            if (column.MetadataKey is { } metadata)
            {
                columns[i] = (From.Metadata, -1, metadata);
                continue;
            }
            int index = physical.Index().First(c => c.Item.Name == column.Name).Index;
            // A column that both hold comes from the value, as in Flink.
            bool isValue = options.ValueColumns.Contains(index);
            List<Field> wanted = isValue ? valueWanted : keyWanted;
            columns[i] = (isValue ? From.Value : From.Key, wanted.Count, null);
            wanted.Add(new Field(isValue ? column.Name : column.Name[options.KeyPrefix.Length..], column.Type));
        }
        IDecoder value = options.ValueFormat.CreateDecoder(
            [.. options.ValueColumns.Select(i => new Field(physical[i].Name, physical[i].Type))], valueWanted);
        IDecoder? key = options.KeyFormat?.CreateDecoder(
            [.. options.KeyColumns.Select(i => new Field(physical[i].Name[options.KeyPrefix.Length..], physical[i].Type))], keyWanted);
        return new KafkaDecoder(context.Table.Name, keepsErrors, value, key, columns, context.Columns);
    }

    /// <summary>Decodes records.</summary>
    public (Batch Rows, IReadOnlyList<DeadLetter>? Letters) Decode(LogRecords records)
    {
        if (records.Count == 0) return (_empty, null);
        DecodedRows? keys = null;
        if (_key is not null)
        {
            _errors.Begin(records.Keys, row => $"{records.Partition}@{records.Offsets[row]} (key)");
            keys = _key.Decode(records.Keys, _errors);
        }
        _errors.Begin(records.Values, row => $"{records.Partition}@{records.Offsets[row]}");
        DecodedRows values = _value.Decode(records.Values, _errors);
        Batch rows = keys is null || keys.PayloadRows is null && values.PayloadRows is null
            ? Assemble(records, values.Columns, keys?.Columns, values.PayloadRows, values.Count, values.Kinds)
            : Pair(records, keys, values);
        return (rows, _errors.Take());
    }

    /// <summary>A row for each pair of a key's and a value's row of the same record; a record without a key's row gives none.</summary>
    private Batch Pair(LogRecords records, DecodedRows keys, DecodedRows values)
    {
        var keyRows = new List<int>();
        var valueRows = new List<int>();
        var recordRows = new List<int>();
        int k = 0;
        for (int v = 0; v < values.Count; v++)
        {
            int record = values.PayloadRows is null ? v : values.PayloadRows[v];
            while (k < keys.Count && KeyRecord(k) < record) k++;
            for (int at = k; at < keys.Count && KeyRecord(at) == record; at++)
            {
                keyRows.Add(at);
                valueRows.Add(v);
                recordRows.Add(record);
            }
        }
        int[] fromKeys = [.. keyRows];
        int[] fromValues = [.. valueRows];
        return Assemble(
            records, [.. values.Columns.Select(c => c.Take(fromValues))], [.. keys.Columns.Select(c => c.Take(fromKeys))],
            [.. recordRows], fromKeys.Length,
            values.Kinds is null ? null : [.. fromValues.Select(v => values.Kinds[v])]);

        int KeyRecord(int row) => keys.PayloadRows is null ? row : keys.PayloadRows[row];
    }

    private Batch Assemble(LogRecords records, Column[] values, Column[]? keys, int[]? rows, int count, RowKind[]? kinds)
    {
        if (count == 0) return _empty;
        var columns = new Column[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            (From from, int index, string? metadata) = _columns[i];
            columns[i] = from switch
            {
                From.Value => values[index],
                From.Key => keys![index],
                _ => KafkaMetadataColumns.Read(metadata!, records, rows, count),
            };
        }
        return new Batch(columns, count, kinds);
    }
}
