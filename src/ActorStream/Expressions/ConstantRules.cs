using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>What becomes of an expression over constants. Flink computes it when it plans, writes the result down as a literal, and
/// reads it back: by decimal digits for FLOAT and DOUBLE, to its type's precision for TIMESTAMP, and not at all beyond year 9999.</summary>
internal static class ConstantRules
{
    /// <summary>The first day that has no literal: +10000-01-01.</summary>
    private const int FirstDayWithout = 2932897;

    /// <summary>Whether a value of the type may have no literal.</summary>
    public static bool CanRefuse(DataType type) => type.Root is TypeRoot.Float or TypeRoot.Decimal or TypeRoot.Date;

    /// <summary>The one row of a column as its literal reads back.</summary>
    public static Column AsLiteral(Column one, DataType type)
    {
        if (one.IsNull(0)) return one;
        switch (type.Root)
        {
            case TypeRoot.Float:
                float single = ((FixedColumn<float>)one)[0];
                if (float.IsInfinity(single)) throw Refused(type);
                return single == 0 ? new FixedColumn<float>([0], 1) : one;
            case TypeRoot.Double: return ((FixedColumn<double>)one)[0] == 0 ? new FixedColumn<double>([0], 1) : one;
            case TypeRoot.Decimal:
                Int128 unscaled = one is FixedColumn<long> narrow ? narrow[0] : ((FixedColumn<Int128>)one)[0];
                return DecimalMath.Fits(unscaled, type.Precision) ? one : throw Refused(type);
            case TypeRoot.Date: return ((FixedColumn<int>)one)[0] < FirstDayWithout ? one : throw Refused(type);
            case TypeRoot.Timestamp:
                return new FixedColumn<long>([DateTimeCasts.Truncate(((FixedColumn<long>)one)[0], type.Precision)], 1);
            default: return one;
        }
    }

    /// <summary>A cast of a constant, where it is another than that of a column: FLOAT goes by its digits, so that 0.1 stays 0.1.</summary>
    public static Cast? CastOf(DataType from, DataType to, bool isTry)
    {
        if (from.Root != TypeRoot.Float || to.Root is not (TypeRoot.Double or TypeRoot.Decimal)) return null;
        return new ByText(Casts.Create(from, DataType.String, isTry)!, Casts.Create(DataType.String, to, isTry)!);
    }

    private static EvaluationException Refused(DataType type) => new($"A constant expression is out of the range of {type.Nullable()}.");

    private sealed class ByText(Cast toText, Cast fromText) : Cast
    {
        public override bool CanFail => fromText.CanFail;

        public override Column Apply(Column column, TimeZoneInfo zone) => fromText.Apply(toText.Apply(column, zone), zone);
    }
}
