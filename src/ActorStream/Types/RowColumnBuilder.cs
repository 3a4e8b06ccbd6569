namespace ActorStream.Types;

/// <summary>Collects nested rows: add one value to each of <see cref="Fields"/>, then call <see cref="EndRow"/>.</summary>
public sealed class RowColumnBuilder : ColumnBuilder
{
    private readonly ColumnBuilder[] _fields;

    /// <summary>Makes a builder over one for each field.</summary>
    public RowColumnBuilder(ColumnBuilder[] fields) => _fields = fields;

    /// <summary>Take one value each for the row that is being collected.</summary>
    public IReadOnlyList<ColumnBuilder> Fields => _fields;

    /// <summary>Ends a row.</summary>
    public void EndRow() => Count++;

    /// <inheritdoc/>
    public override void AppendFrom(Column column, int row)
    {
        if (column.IsNull(row))
        {
            AppendNull();
            return;
        }
        var nested = (RowColumn)column;
        for (int i = 0; i < _fields.Length; i++) _fields[i].AppendFrom(nested.Fields[i], row);
        Count++;
    }

    /// <inheritdoc/>
    public override void Truncate(int count)
    {
        foreach (ColumnBuilder field in _fields) field.Truncate(count);
        base.Truncate(count);
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        var column = new RowColumn([.. _fields.Select(f => f.Build())], Count, TakeNulls());
        Count = 0;
        return column;
    }

    private protected override void AppendDefault()
    {
        foreach (ColumnBuilder field in _fields) field.AppendNull();
        Count++;
    }
}
