using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Result types of arithmetic, Flink's rules.</summary>
internal static class ArithmeticTypes
{
    /// <summary>The type of <c>left sign right</c> for two numbers, without nullability; null where it is refused.</summary>
    public static DataType? Of(char sign, DataType left, DataType right)
    {
        if (sign == '%') return Remainder(left, right);
        if (left.Root != TypeRoot.Decimal && right.Root != TypeRoot.Decimal || left.IsApproximate || right.IsApproximate)
        {
            return TypeCoercion.CommonType(left, right)?.Nullable();
        }
        (left, right) = (TypeCoercion.AsDecimal(left), TypeCoercion.AsDecimal(right));
        int integral = Math.Max(left.Precision - left.Scale, right.Precision - right.Scale);
        int scale = Math.Max(left.Scale, right.Scale);
        return sign switch
        {
            '*' => Adjust(left.Precision + right.Precision + 1, left.Scale + right.Scale),
            '/' => Quotient(left, right),
            _ => Adjust(integral + scale + 1, scale),
        };
    }

    /// <summary>Cuts a type of more than 38 digits: keeps the integral digits and at least six of the fraction.</summary>
    public static DataType Adjust(int precision, int scale)
    {
        if (precision <= DataType.MaxDecimalPrecision) return DataType.Decimal(precision, scale);
        int kept = Math.Max(DataType.MaxDecimalPrecision - (precision - scale), Math.Min(scale, 6));
        return DataType.Decimal(DataType.MaxDecimalPrecision, kept);
    }

    private static DataType Quotient(DataType left, DataType right)
    {
        int scale = Math.Max(6, left.Scale + right.Precision + 1);
        return Adjust(left.Precision - left.Scale + right.Scale + scale, scale);
    }

    private static DataType? Remainder(DataType left, DataType right)
    {
        if (left.IsApproximate || right.IsApproximate) return null;
        if (left.Scale == 0 && right.Scale == 0) return right.Nullable();
        (left, right) = (TypeCoercion.AsDecimal(left), TypeCoercion.AsDecimal(right));
        int scale = Math.Max(left.Scale, right.Scale);
        return DataType.Decimal(Math.Min(left.Precision - left.Scale, right.Precision - right.Scale) + scale, scale);
    }
}
