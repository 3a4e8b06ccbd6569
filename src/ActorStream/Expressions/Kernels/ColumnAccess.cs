using System.Runtime.CompilerServices;
using ActorStream.Types;

namespace ActorStream.Expressions.Kernels;

/// <summary>Values of columns whose physical form the binder has settled.</summary>
internal static class ColumnAccess
{
    /// <summary>The bytes of a text or binary value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Bytes(this Column column, int row) => ((BytesColumn)column)[row];

    /// <summary>A value of fixed size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Get<T>(this Column column, int row)
        where T : unmanaged => ((FixedColumn<T>)column).Values[row];

    /// <summary>A DECIMAL's unscaled value, whichever its physical form is.</summary>
    public static Int128 Unscaled(this Column column, int row) =>
        column is FixedColumn<long> narrow ? narrow.Values[row] : ((FixedColumn<Int128>)column).Values[row];
}
