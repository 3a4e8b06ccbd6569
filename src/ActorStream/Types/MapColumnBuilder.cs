namespace ActorStream.Types;

/// <summary>Collects maps: add each entry to <see cref="Keys"/> and <see cref="Values"/>, then call <see cref="EndRow"/>.</summary>
public sealed class MapColumnBuilder : ColumnBuilder
{
    private readonly List<int> _starts = [];
    private readonly List<int> _lengths = [];
    private int _rowStart;

    /// <summary>Makes a builder over one of the keys and one of the values.</summary>
    public MapColumnBuilder(ColumnBuilder keys, ColumnBuilder values)
    {
        Keys = keys;
        Values = values;
    }

    /// <summary>Takes the keys of the row that is being collected.</summary>
    public ColumnBuilder Keys { get; }

    /// <summary>Takes the values of the row that is being collected.</summary>
    public ColumnBuilder Values { get; }

    /// <summary>Ends a row: its entries are those added since the last row's end.</summary>
    public void EndRow()
    {
        _starts.Add(_rowStart);
        _lengths.Add(Keys.Count - _rowStart);
        _rowStart = Keys.Count;
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
        var map = (MapColumn)column;
        for (int i = map.Starts[row]; i < map.Starts[row] + map.Lengths[row]; i++)
        {
            Keys.AppendFrom(map.Keys, i);
            Values.AppendFrom(map.Values, i);
        }
        EndRow();
    }

    /// <inheritdoc/>
    public override void Truncate(int count)
    {
        if (count < Count) _rowStart = _starts[count];
        _starts.RemoveRange(count, _starts.Count - count);
        _lengths.RemoveRange(count, _lengths.Count - count);
        Keys.Truncate(_rowStart);
        Values.Truncate(_rowStart);
        base.Truncate(count);
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        var column = new MapColumn(Keys.Build(), Values.Build(), [.. _starts], [.. _lengths], Count, TakeNulls());
        _starts.Clear();
        _lengths.Clear();
        (_rowStart, Count) = (0, 0);
        return column;
    }

    private protected override void AppendDefault() => EndRow();
}
