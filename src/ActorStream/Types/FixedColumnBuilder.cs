namespace ActorStream.Types;

/// <summary>Collects values of one fixed size.</summary>
/// <typeparam name="T">The physical type.</typeparam>
public sealed class FixedColumnBuilder<T> : ColumnBuilder
    where T : unmanaged
{
    private T[] _values = [];

    /// <summary>Adds a value.</summary>
    public void Append(T value)
    {
        if (Count == _values.Length) Array.Resize(ref _values, Math.Max(16, Count * 2));
        _values[Count++] = value;
    }

    /// <summary>Makes room for so many rows in all, so that adding them copies nothing.</summary>
    public void EnsureCapacity(int rows)
    {
        if (rows > _values.Length) Array.Resize(ref _values, rows);
    }

    /// <inheritdoc/>
    public override void AppendFrom(Column column, int row)
    {
        if (column.IsNull(row)) AppendNull();
        else Append(((FixedColumn<T>)column).Values[row]);
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        var column = new FixedColumn<T>(_values, Count, TakeNulls());
        _values = [];
        Count = 0;
        return column;
    }

    private protected override void AppendDefault() => Append(default);
}
