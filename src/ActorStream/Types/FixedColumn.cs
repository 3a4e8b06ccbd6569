using System.Runtime.CompilerServices;

namespace ActorStream.Types;

/// <summary>A column of values of one fixed size.</summary>
/// <typeparam name="T">The physical type, see <see cref="Column"/>.</typeparam>
public sealed class FixedColumn<T> : Column
    where T : unmanaged
{
    /// <summary>Makes a column over an array, which the column owns from now on.</summary>
    public FixedColumn(T[] values, int length, ulong[]? nulls = null)
        : base(length, nulls)
    {
        if (values.Length < length) throw TooShort("value array", values.Length, length);
        Values = values;
    }

    /// <summary>The values; at least <see cref="Column.Length"/> of them.</summary>
    public T[] Values { get; }

    /// <summary>The values, as many as there are rows.</summary>
    public ReadOnlySpan<T> Span => Values.AsSpan(0, Length);

    /// <summary>The value at a row; arbitrary where it is NULL.</summary>
    public T this[int row] => Values[row];

    /// <inheritdoc/>
    public override long SizeBytes => (long)Length * Unsafe.SizeOf<T>() + (Nulls?.Length ?? 0) * 8L;

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows)
    {
        T[] values = GC.AllocateUninitializedArray<T>(rows.Length);
        T[] from = Values;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            values[i] = row >= 0 ? from[row] : default;
        }
        return new FixedColumn<T>(values, rows.Length, TakeNulls(rows));
    }

    /// <inheritdoc/>
    public override Column WithNulls(ulong[]? nulls) => new FixedColumn<T>(Values, Length, nulls);
}
