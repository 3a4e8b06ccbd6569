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
            case TypeRoot.Timestamp when type.HasNanoseconds:
                return new FixedColumn<Int128>([DateTimeCasts.FloorNanos(((FixedColumn<Int128>)one)[0], type.Precision)], 1);
            case TypeRoot.Timestamp:
                return new FixedColumn<long>([DateTimeCasts.Floor(((FixedColumn<long>)one)[0], type.Precision)], 1);
            default: return one;
        }
    }

    /// <summary>A cast of a constant, where it is another than that of a column: FLOAT goes by its digits, so that 0.1 stays 0.1.</summary>
    public static Cast? CastOf(DataType from, DataType to, bool isTry)
    {
        if (from.Root != TypeRoot.Float || to.Root is not (TypeRoot.Double or TypeRoot.Decimal)) return null;
        return new ByText(Casts.Create(from, DataType.String, isTry)!, Casts.Create(DataType.String, to, isTry)!);
    }

    /// <summary>A text constant as its literal keeps it: at most so many characters, which UPPER and the like may exceed.</summary>
    public static LiteralExpression Cut(LiteralExpression literal, int length)
    {
        if (literal.Value is not string text || text.Length <= length) return literal;
        int end = 0;
        for (int i = 0; i < length && end < text.Length; i++) end += char.IsSurrogatePair(text, end) ? 2 : 1;
        return end == text.Length ? literal : new LiteralExpression(text[..end], literal.Type);
    }

    /// <summary>How many characters Flink keeps of a computed constant that is an argument of something computed for each row: those of
    /// its own type. Only CASE and comparisons cast it first, to what the other values need.</summary>
    /// <param name="parent">What the constant is an argument of.</param>
    /// <param name="arguments">The arguments as they were bound.</param>
    /// <param name="index">Which of them is the constant.</param>
    public static int WrittenLength(Expression parent, IReadOnlyList<Expression> arguments, int index)
    {
        if (parent is CaseExpression { IsIf: false }) return arguments[index].Type.Precision;
        int own = LengthOf(arguments[index]);
        bool compares = parent is CallExpression { Function: Functions.ComparisonOperator, Children.Count: 2 };
        return compares ? Math.Max(own, LengthOf(arguments[1 - index])) : own;
    }

    /// <summary>The characters that a value of a text expression has at most; casts that nobody wrote are not seen.</summary>
    public static int LengthOf(Expression expression)
    {
        while (expression is CastExpression { IsImplicit: true, Operand.Type.IsText: true } cast) expression = cast.Operand;
        return expression.Type.IsText ? expression.Type.Precision : DataType.MaxLength;
    }

    private static EvaluationException Refused(DataType type) => new($"A constant expression is out of the range of {type.Nullable()}.");

    private sealed class ByText(Cast toText, Cast fromText) : Cast
    {
        public override bool CanFail => fromText.CanFail;

        public override Column Apply(Column column, TimeZoneInfo zone) => fromText.Apply(toText.Apply(column, zone), zone);
    }
}
