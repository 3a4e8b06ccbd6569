using System.Diagnostics;

namespace ActorStream.Types;

/// <summary>
/// Looks at batches from one operator to the next: every column is there, has the batch's rows, and all that its arrays point at is
/// within what they point into. On where the host's switch <c>ActorStream.CheckBatches</c> is, as in the tests; else it costs nothing,
/// because the compiler sees a constant.
/// </summary>
internal static class BatchCheck
{
    private static readonly bool IsOn = AppContext.TryGetSwitch("ActorStream.CheckBatches", out bool isOn) && isOn;

    /// <summary>Checks a batch where the switch is on.</summary>
    public static void Check(Batch batch)
    {
        if (IsOn) CheckAll(batch);
    }

    /// <summary>Checks a batch.</summary>
    /// <exception cref="UnreachableException">It is not what it says.</exception>
    public static void CheckAll(Batch batch)
    {
        for (int i = 0; i < batch.Columns.Length; i++)
        {
            if (batch.Columns[i] is not { } column) throw new UnreachableException($"Column {i} was left behind.");
            Check(column, batch.Count, $"Column {i}");
        }
    }

    private static void Check(Column column, int count, string name)
    {
        if (column.Length != count) throw new UnreachableException($"{name} has {column.Length} rows, expected {count}.");
        if (column.Nulls is { } nulls)
        {
            if (nulls.Length < NullBits.WordCount(count)) throw new UnreachableException($"{name} has too short a null bitmap.");
            if (HasBitsFrom(nulls, count)) throw new UnreachableException($"{name} has a NULL past its last row.");
        }
        switch (column)
        {
            case BytesColumn bytes:
                CheckSlices(bytes.Starts, bytes.Lengths, bytes.Data.Length, column, name);
                break;
            case ListColumn list:
                CheckSlices(list.Starts, list.Lengths, list.Elements.Length, column, name);
                Check(list.Elements, list.Elements.Length, name + ", elements");
                break;
            case MapColumn map:
                CheckSlices(map.Starts, map.Lengths, map.Keys.Length, column, name);
                Check(map.Keys, map.Keys.Length, name + ", keys");
                Check(map.Values, map.Keys.Length, name + ", values");
                break;
            case RowColumn row:
                for (int i = 0; i < row.Fields.Count; i++) Check(row.Fields[i], count, $"{name}, field {i}");
                break;
        }
    }

    private static bool HasBitsFrom(ulong[] nulls, int row)
    {
        int word = row >> 6;
        if (word < nulls.Length && nulls[word] >> (row & 63) != 0) return true;
        return nulls.AsSpan(Math.Min(word + 1, nulls.Length)).ContainsAnyExcept(0UL);
    }

    private static void CheckSlices(int[] starts, int[] lengths, int end, Column column, string name)
    {
        for (int row = 0; row < column.Length; row++)
        {
            if ((uint)starts[row] > (uint)end || (uint)lengths[row] > (uint)(end - starts[row]))
                throw new UnreachableException($"{name} points at {starts[row]} and {lengths[row]} more of {end}, row {row}.");
        }
    }
}
