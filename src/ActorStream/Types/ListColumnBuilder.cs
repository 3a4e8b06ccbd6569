namespace ActorStream.Types;

/// <summary>Collects arrays: add the elements to <see cref="Elements"/>, then call <see cref="EndRow"/>.</summary>
public sealed class ListColumnBuilder : ColumnBuilder
{
    private readonly List<int> _starts = [];
    private readonly List<int> _lengths = [];
    private int _rowStart;

    /// <summary>Makes a builder over one of the elements.</summary>
    public ListColumnBuilder(ColumnBuilder elements) => Elements = elements;

    /// <summary>Takes the elements of the row that is being collected.</summary>
    public ColumnBuilder Elements { get; }

    /// <summary>Ends a row: its elements are those added since the last row's end.</summary>
    public void EndRow()
    {
        _starts.Add(_rowStart);
        _lengths.Add(Elements.Count - _rowStart);
        _rowStart = Elements.Count;
        Count++;
    }

    /// <inheritdoc/>
    public override void AppendFrom(Column column, int row)
    {
        if (column.IsNull(row))
        {
            AppendNull();
            return;
        }
        var list = (ListColumn)column;
        for (int i = 0; i < list.Lengths[row]; i++) Elements.AppendFrom(list.Elements, list.Starts[row] + i);
        EndRow();
    }

    /// <inheritdoc/>
    public override void Truncate(int count)
    {
        if (count < Count) _rowStart = _starts[count];
        _starts.RemoveRange(count, _starts.Count - count);
        _lengths.RemoveRange(count, _lengths.Count - count);
        Elements.Truncate(_rowStart);
        base.Truncate(count);
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        var column = new ListColumn(Elements.Build(), [.. _starts], [.. _lengths], Count, TakeNulls());
        _starts.Clear();
        _lengths.Clear();
        (_rowStart, Count) = (0, 0);
        return column;
    }

    private protected override void AppendDefault() => EndRow();
}
