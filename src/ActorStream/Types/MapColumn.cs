namespace ActorStream.Types;

/// <summary>A column of maps: each a slice of one column of keys and one of values. Entries keep their order of insertion.</summary>
public sealed class MapColumn : Column
{
    /// <summary>Makes a column of slices of <paramref name="keys"/> and <paramref name="values"/>, which have the same length.</summary>
    public MapColumn(Column keys, Column values, int[] starts, int[] lengths, int length, ulong[]? nulls = null)
        : base(length, nulls)
    {
        if (Math.Min(starts.Length, lengths.Length) < length)
            throw TooShort("slice array", Math.Min(starts.Length, lengths.Length), length);
        if (keys.Length != values.Length) throw new ArgumentException($"A map's {keys.Length} keys have {values.Length} values.");
        Keys = keys;
        Values = values;
        Starts = starts;
        Lengths = lengths;
    }

    /// <summary>The keys of all rows.</summary>
    public Column Keys { get; }

    /// <summary>The values of all rows.</summary>
    public Column Values { get; }

    /// <summary>Where each row's entries start.</summary>
    public int[] Starts { get; }

    /// <summary>How many entries each row has.</summary>
    public int[] Lengths { get; }

    /// <inheritdoc/>
    public override long SizeBytes => Length * 8L + Keys.SizeBytes + Values.SizeBytes;

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
        return new MapColumn(Keys, Values, starts, lengths, rows.Length, TakeNulls(rows));
    }

    /// <inheritdoc/>
    public override Column WithNulls(ulong[]? nulls) => new MapColumn(Keys, Values, Starts, Lengths, Length, nulls);
}
