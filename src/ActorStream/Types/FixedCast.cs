namespace ActorStream.Types;

/// <summary>A conversion of values of fixed size; a struct without fields, so that the JIT specialises its loop. It must not
/// throw.</summary>
internal interface IConversion<TIn, TOut>
{
    static abstract TOut Convert(TIn value);
}

/// <summary>Applies a conversion to each value.</summary>
internal sealed class FixedCast<TIn, TOut, TConversion> : Cast
    where TIn : unmanaged
    where TOut : unmanaged
    where TConversion : struct, IConversion<TIn, TOut>
{
    public override Column Apply(Column column, TimeZoneInfo zone)
    {
        ReadOnlySpan<TIn> values = ((FixedColumn<TIn>)column).Span;
        TOut[] results = GC.AllocateUninitializedArray<TOut>(values.Length);
        for (int i = 0; i < results.Length; i++) results[i] = TConversion.Convert(values[i]);
        return new FixedColumn<TOut>(results, results.Length, column.Nulls);
    }
}

/// <summary>Converts one row; false for NULL.</summary>
internal delegate bool RowConversion<TOut>(Column column, int row, TimeZoneInfo zone, out TOut result);

/// <summary>Applies a conversion that may give NULL, need the zone or fail, to each row that is not NULL.</summary>
internal sealed class RowCast<TOut>(RowConversion<TOut> convert, bool canFail = false) : Cast
    where TOut : unmanaged
{
    public override bool CanFail => canFail;

    public override Column Apply(Column column, TimeZoneInfo zone)
    {
        TOut[] results = GC.AllocateUninitializedArray<TOut>(column.Length);
        ulong[]? inputNulls = column.Nulls;
        ulong[]? nulls = inputNulls is null ? null : [.. inputNulls];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = default;
            if (NullBits.IsNull(inputNulls, i) || convert(column, i, zone, out results[i])) continue;
            nulls ??= NullBits.Create(column.Length);
            NullBits.Set(nulls, i);
        }
        return new FixedColumn<TOut>(results, results.Length, nulls);
    }
}
