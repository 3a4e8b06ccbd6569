namespace ActorStream.Types;

/// <summary>A column of nested rows: one column a field, all of the same length.</summary>
public sealed class RowColumn : Column
{
    /// <summary>Makes a column of nested rows.</summary>
    public RowColumn(IReadOnlyList<Column> fields, int length, ulong[]? nulls = null)
        : base(length, nulls)
    {
        foreach (Column field in fields)
        {
            if (field.Length != length) throw TooShort("field", field.Length, length);
        }
        Fields = fields;
    }

    /// <summary>The fields' columns. Where the nested row is NULL its fields are NULL too.</summary>
    public IReadOnlyList<Column> Fields { get; }

    /// <inheritdoc/>
    public override long SizeBytes => Fields.Sum(f => f.SizeBytes);

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows)
    {
        var fields = new Column[Fields.Count];
        for (int i = 0; i < fields.Length; i++) fields[i] = Fields[i].Take(rows);
        return new RowColumn(fields, rows.Length, TakeNulls(rows));
    }

    /// <inheritdoc/>
    public override Column WithNulls(ulong[]? nulls) => new RowColumn(Fields, Length, nulls);
}
