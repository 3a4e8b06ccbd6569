namespace ActorStream.Operators;

/// <summary>A list of row numbers that is filled and emptied again and again without allocating.</summary>
internal sealed class IntList
{
    private int[] _items = new int[Types.Batch.TargetRows];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Span => _items.AsSpan(0, Count);

    public void Add(int item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        _items[Count++] = item;
    }

    public void Clear() => Count = 0;
}
