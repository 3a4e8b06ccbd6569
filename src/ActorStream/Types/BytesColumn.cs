namespace ActorStream.Types;

/// <summary>A column of byte strings: UTF-8 text or binary, each a slice of one shared buffer. Slices may overlap and come in any
/// order, so a decoder can point into the payload that it read and a filter copies no text.</summary>
public sealed class BytesColumn : Column
{
    /// <summary>Makes a column of slices over a buffer; the arrays belong to the column from now on.</summary>
    public BytesColumn(byte[] data, int[] starts, int[] lengths, int length, ulong[]? nulls = null)
        : base(length, nulls)
    {
        if (Math.Min(starts.Length, lengths.Length) < length)
            throw TooShort("slice array", Math.Min(starts.Length, lengths.Length), length);
        Data = data;
        Starts = starts;
        Lengths = lengths;
    }

    /// <summary>The buffer.</summary>
    public byte[] Data { get; }

    /// <summary>Where each row's bytes start.</summary>
    public int[] Starts { get; }

    /// <summary>How many bytes each row has. Arbitrary, but within the buffer, where the row is NULL.</summary>
    public int[] Lengths { get; }

    /// <summary>The bytes of a row.</summary>
    public ReadOnlySpan<byte> this[int row] => new(Data, Starts[row], Lengths[row]);

    /// <inheritdoc/>
    public override long SizeBytes => Length * 8L + Data.Length + (Nulls?.Length ?? 0) * 8L;

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows)
    {
        int[] starts = GC.AllocateUninitializedArray<int>(rows.Length);
        int[] lengths = GC.AllocateUninitializedArray<int>(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            starts[i] = row >= 0 ? Starts[row] : 0;
            lengths[i] = row >= 0 ? Lengths[row] : 0;
        }
        return new BytesColumn(Data, starts, lengths, rows.Length, TakeNulls(rows));
    }

    /// <inheritdoc/>
    public override Column WithNulls(ulong[]? nulls) => new BytesColumn(Data, Starts, Lengths, Length, nulls);
}
