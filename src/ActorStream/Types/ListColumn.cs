namespace ActorStream.Types;

/// <summary>A column of arrays: each a slice of one column of elements.</summary>
public sealed class ListColumn : Column
{
    /// <summary>Makes a column of slices of <paramref name="elements"/>.</summary>
    public ListColumn(Column elements, int[] starts, int[] lengths, int length, ulong[]? nulls = null)
        : base(length, nulls)
    {
        if (Math.Min(starts.Length, lengths.Length) < length)
            throw TooShort("slice array", Math.Min(starts.Length, lengths.Length), length);
        Elements = elements;
        Starts = starts;
        Lengths = lengths;
    }

    /// <summary>The elements of all rows.</summary>
    public Column Elements { get; }

    /// <summary>Where each row's elements start.</summary>
    public int[] Starts { get; }

    /// <summary>How many elements each row has.</summary>
    public int[] Lengths { get; }

    /// <inheritdoc/>
    public override long SizeBytes => Length * 8L + Elements.SizeBytes;

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows)
    {
        int[] starts = new int[rows.Length];
        int[] lengths = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0) continue;
            starts[i] = Starts[rows[i]];
            lengths[i] = Lengths[rows[i]];
        }
        return new ListColumn(Elements, starts, lengths, rows.Length, TakeNulls(rows));
    }

    /// <inheritdoc/>
    public override Column WithNulls(ulong[]? nulls) => new ListColumn(Elements, Starts, Lengths, Length, nulls);
}
