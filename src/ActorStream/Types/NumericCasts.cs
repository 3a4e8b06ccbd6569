using System.Numerics;

namespace ActorStream.Types;

/// <summary>Casts from numbers and BOOLEAN to numbers and BOOLEAN. Integers wrap, floating numbers saturate, DECIMALs that do not fit
/// become NULL.</summary>
internal static class NumericCasts
{
    public static Cast? Create(DataType from, DataType to)
    {
        if (!to.IsNumeric && to.Root != TypeRoot.Boolean) return null;
        return from.Root switch
        {
            TypeRoot.Boolean => FromBoolean(to),
            TypeRoot.TinyInt => FromInteger<sbyte>(to),
            TypeRoot.SmallInt => FromInteger<short>(to),
            TypeRoot.Int => FromInteger<int>(to),
            TypeRoot.BigInt => FromInteger<long>(to),
            TypeRoot.Float => FromFloating<float>(to),
            TypeRoot.Double => FromFloating<double>(to),
            _ => from.Precision <= 18 ? FromDecimal<long>(from, to) : FromDecimal<Int128>(from, to),
        };
    }

    private static Cast FromInteger<T>(DataType to)
        where T : unmanaged, IBinaryInteger<T> => to.Root switch
        {
            TypeRoot.Boolean => new FixedCast<T, bool, IsNotZero<T>>(),
            TypeRoot.TinyInt => new FixedCast<T, sbyte, Truncate<T, sbyte>>(),
            TypeRoot.SmallInt => new FixedCast<T, short, Truncate<T, short>>(),
            TypeRoot.Int => new FixedCast<T, int, Truncate<T, int>>(),
            TypeRoot.BigInt => new FixedCast<T, long, Truncate<T, long>>(),
            TypeRoot.Float => new FixedCast<T, float, Truncate<T, float>>(),
            TypeRoot.Double => new FixedCast<T, double, Truncate<T, double>>(),
            _ => ToDecimal<T>(0, to),
        };

    private static Cast FromFloating<T>(DataType to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => to.Root switch
        {
            TypeRoot.Boolean => new FixedCast<T, bool, IsNotZero<T>>(),
            TypeRoot.TinyInt => new FixedCast<T, sbyte, SaturateThenTruncate<T, sbyte>>(),
            TypeRoot.SmallInt => new FixedCast<T, short, SaturateThenTruncate<T, short>>(),
            TypeRoot.Int => new FixedCast<T, int, Saturate<T, int>>(),
            TypeRoot.BigInt => new FixedCast<T, long, Saturate<T, long>>(),
            TypeRoot.Float => new FixedCast<T, float, Truncate<T, float>>(),
            TypeRoot.Double => new FixedCast<T, double, Truncate<T, double>>(),
            _ => to.Precision <= 18 ? FloatingToDecimal<T, long>(to) : FloatingToDecimal<T, Int128>(to),
        };

    private static Cast FromDecimal<T>(DataType from, DataType to)
        where T : unmanaged, IBinaryInteger<T>
    {
        int scale = from.Scale;
        return to.Root switch
        {
            TypeRoot.Boolean => new FixedCast<T, bool, IsNotZero<T>>(),
            TypeRoot.TinyInt => DecimalToInteger<T, sbyte>(scale),
            TypeRoot.SmallInt => DecimalToInteger<T, short>(scale),
            TypeRoot.Int => DecimalToInteger<T, int>(scale),
            TypeRoot.BigInt => DecimalToInteger<T, long>(scale),
            TypeRoot.Float => new RowCast<float>((Column c, int row, TimeZoneInfo _, out float result) =>
            {
                result = (float)DecimalMath.AsDouble(Int128.CreateTruncating(((FixedColumn<T>)c).Values[row]), scale);
                return true;
            }),
            TypeRoot.Double => new RowCast<double>((Column c, int row, TimeZoneInfo _, out double result) =>
            {
                result = DecimalMath.AsDouble(Int128.CreateTruncating(((FixedColumn<T>)c).Values[row]), scale);
                return true;
            }),
            _ => ToDecimal<T>(scale, to),
        };
    }

    private static RowCast<TOut> DecimalToInteger<TIn, TOut>(int scale)
        where TIn : unmanaged, IBinaryInteger<TIn>
        where TOut : unmanaged, IBinaryInteger<TOut>
    {
        Int128 divisor = DecimalMath.Pow10(scale);
        return new((Column c, int row, TimeZoneInfo _, out TOut result) =>
        {
            result = TOut.CreateTruncating(Int128.CreateTruncating(((FixedColumn<TIn>)c).Values[row]) / divisor);
            return true;
        });
    }

    /// <summary>From an integer, or the unscaled value of a DECIMAL, to a DECIMAL.</summary>
    private static Cast ToDecimal<T>(int fromScale, DataType to)
        where T : unmanaged, IBinaryInteger<T>
    {
        int scale = to.Scale;
        int precision = to.Precision;
        if (precision <= 18)
        {
            return new RowCast<long>((Column c, int row, TimeZoneInfo _, out long result) =>
            {
                bool fits = DecimalMath.TryRescale(Int128.CreateTruncating(((FixedColumn<T>)c).Values[row]), fromScale, scale, precision,
                    out Int128 wide);
                result = (long)wide;
                return fits;
            });
        }
        return new RowCast<Int128>((Column c, int row, TimeZoneInfo _, out Int128 result) =>
            DecimalMath.TryRescale(Int128.CreateTruncating(((FixedColumn<T>)c).Values[row]), fromScale, scale, precision, out result));
    }

    /// <summary>By way of the shortest decimal text, as Java's BigDecimal.valueOf: 1.005 is 1.005 and not 1.00499….</summary>
    private static RowCast<TOut> FloatingToDecimal<TIn, TOut>(DataType to)
        where TIn : unmanaged, IBinaryFloatingPointIeee754<TIn>
        where TOut : unmanaged, IBinaryInteger<TOut>
    {
        return new((Column c, int row, TimeZoneInfo _, out TOut result) =>
        {
            double value = double.CreateTruncating(((FixedColumn<TIn>)c).Values[row]);
            if (!double.IsFinite(value)) throw new EvaluationException($"Value {value} cannot become a {to.Nullable()}.");
            Span<byte> text = stackalloc byte[32];
            value.TryFormat(text, out int length, "R", null);
            bool fits = ValueParser.TryRoundedDecimal(text[..length], to.Precision, to.Scale, out Int128 wide)
                && DecimalMath.Fits(wide, to.Precision);
            result = TOut.CreateTruncating(wide);
            return fits;
        }, canFail: true);
    }

    private static Cast FromBoolean(DataType to) => to.Root switch
    {
        TypeRoot.TinyInt => new FixedCast<bool, sbyte, OneOrZero<sbyte>>(),
        TypeRoot.SmallInt => new FixedCast<bool, short, OneOrZero<short>>(),
        TypeRoot.Int => new FixedCast<bool, int, OneOrZero<int>>(),
        TypeRoot.BigInt => new FixedCast<bool, long, OneOrZero<long>>(),
        TypeRoot.Float => new FixedCast<bool, float, OneOrZero<float>>(),
        TypeRoot.Double => new FixedCast<bool, double, OneOrZero<double>>(),
        _ => BooleanToDecimal(to),
    };

    private static Cast BooleanToDecimal(DataType to)
    {
        bool fits = to.Precision > to.Scale;
        Int128 one = fits ? DecimalMath.Pow10(to.Scale) : 0;
        if (to.Precision <= 18)
        {
            return new RowCast<long>((Column c, int row, TimeZoneInfo _, out long result) =>
            {
                bool value = ((FixedColumn<bool>)c).Values[row];
                result = value ? (long)one : 0;
                return fits || !value;
            });
        }
        return new RowCast<Int128>((Column c, int row, TimeZoneInfo _, out Int128 result) =>
        {
            bool value = ((FixedColumn<bool>)c).Values[row];
            result = value ? one : 0;
            return fits || !value;
        });
    }

    private readonly struct IsNotZero<T> : IConversion<T, bool>
        where T : INumberBase<T>
    {
        public static bool Convert(T value) => !T.IsZero(value);
    }

    private readonly struct OneOrZero<T> : IConversion<bool, T>
        where T : INumberBase<T>
    {
        public static T Convert(bool value) => value ? T.One : T.Zero;
    }

    private readonly struct Truncate<TIn, TOut> : IConversion<TIn, TOut>
        where TIn : INumberBase<TIn>
        where TOut : INumberBase<TOut>
    {
        public static TOut Convert(TIn value) => TOut.CreateTruncating(value);
    }

    private readonly struct Saturate<TIn, TOut> : IConversion<TIn, TOut>
        where TIn : INumberBase<TIn>
        where TOut : INumberBase<TOut>
    {
        public static TOut Convert(TIn value) => TOut.CreateSaturating(value);
    }

    private readonly struct SaturateThenTruncate<TIn, TOut> : IConversion<TIn, TOut>
        where TIn : INumberBase<TIn>
        where TOut : INumberBase<TOut>
    {
        public static TOut Convert(TIn value) => TOut.CreateTruncating(int.CreateSaturating(value));
    }
}
