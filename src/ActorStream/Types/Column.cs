namespace ActorStream.Types;

/// <summary>
/// One column of a batch: a value or NULL for each row. Immutable once made, so batches may share columns and columns may share
/// arrays; arrays may be longer than <see cref="Length"/>.
/// <para>The physical form follows from the type: BOOLEAN <c>bool</c>; TINYINT <c>sbyte</c>; SMALLINT <c>short</c>; INT <c>int</c>;
/// BIGINT <c>long</c>; FLOAT <c>float</c>; DOUBLE <c>double</c>; DECIMAL the unscaled value as <c>long</c> up to 18 digits, else
/// <c>Int128</c>; DATE days since 1970-01-01 as <c>int</c>; TIME milliseconds of the day as <c>int</c>; TIMESTAMP and TIMESTAMP_LTZ
/// since 1970-01-01 00:00 (UTC for LTZ), up to 6 fraction digits microseconds as <c>long</c>, else nanoseconds as <c>Int128</c>;
/// year-month intervals months as <c>int</c>; day-time intervals milliseconds as <c>long</c>: each in a <see cref="FixedColumn{T}"/>.
/// Text (UTF-8) and binary in a <see cref="BytesColumn"/>.
/// ARRAY and MULTISET in a <see cref="ListColumn"/>, MAP in a <see cref="MapColumn"/>, ROW in a <see cref="RowColumn"/>.
/// The NULL type is a FixedColumn of <c>bool</c> with every row NULL.</para>
/// </summary>
public abstract class Column
{
    private protected Column(int length, ulong[]? nulls)
    {
        if (nulls is not null && nulls.Length < NullBits.WordCount(length)) throw TooShort("null bitmap", nulls.Length, length);
        Length = length;
        Nulls = nulls;
    }

    /// <summary>How many rows it has.</summary>
    public int Length { get; }

    /// <summary>Which rows are NULL (see <see cref="NullBits"/>), or null when none is. The value at a NULL row is arbitrary.</summary>
    public ulong[]? Nulls { get; }

    /// <summary>Whether row <paramref name="row"/> is NULL.</summary>
    public bool IsNull(int row) => NullBits.IsNull(Nulls, row);

    /// <summary>The chosen rows, in that order, as a new column. A row of −1 gives NULL.</summary>
    public abstract Column Take(ReadOnlySpan<int> rows);

    /// <summary>The same column with another null bitmap.</summary>
    public abstract Column WithNulls(ulong[]? nulls);

    /// <summary>Bytes of memory that it holds, about; shared arrays are counted each time.</summary>
    public abstract long SizeBytes { get; }

    /// <summary>An array that does not reach to the column's last row.</summary>
    private protected static ArgumentException TooShort(string array, int size, int length) =>
        new($"A column of {length} rows was given a {array} of {size}.");

    /// <summary>The bitmap of <see cref="Take"/>: NULL where the source is, or the row is −1.</summary>
    private protected ulong[]? TakeNulls(ReadOnlySpan<int> rows)
    {
        ulong[]? taken = null;
        ulong[]? nulls = Nulls;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            if (row >= 0 && !NullBits.IsNull(nulls, row)) continue;
            taken ??= NullBits.Create(rows.Length);
            NullBits.Set(taken, i);
        }
        return taken;
    }
}
