using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>Brings two sides of a comparison to one type, as Flink's validator does.</summary>
internal static class ComparisonAlignment
{
    /// <summary>The two sides cast to a type that compares, or null where they do not compare. DECIMALs may keep different
    /// scales.</summary>
    /// <param name="left">One side.</param>
    /// <param name="right">The other side.</param>
    /// <param name="textMeetsNumber">True for IN, which compares text with numbers as text; else that is refused.</param>
    public static (Expression Left, Expression Right)? Align(Expression left, Expression right, bool textMeetsNumber = false)
    {
        if (TypeOf(left.Type, right.Type, textMeetsNumber) is not { } type) return null;
        if (type.Root != TypeRoot.Decimal) return (ImplicitCast.To(left, type), ImplicitCast.To(right, type));
        return (ToDecimal(left, right.Type), ToDecimal(right, left.Type));
    }

    /// <summary>The type that both sides are cast to; any DECIMAL where both become DECIMAL. Null where they do not compare.</summary>
    private static DataType? TypeOf(DataType left, DataType right, bool textMeetsNumber)
    {
        if (left.Root == TypeRoot.Null) return right.Root == TypeRoot.Null ? DataType.Boolean : right;
        if (right.Root == TypeRoot.Null) return left;
        if (left.IsNumeric && right.IsNumeric)
        {
            if (left.IsApproximate || right.IsApproximate)
            {
                return left.Root == TypeRoot.Float && right.Root == TypeRoot.Float ? DataType.Float : DataType.Double;
            }
            return left.IsInteger && right.IsInteger ? (left.Root >= right.Root ? left : right) : DataType.Decimal(38, 0);
        }
        if (left.IsText) return right.IsText ? DataType.String : TypeForText(right, textMeetsNumber);
        if (right.IsText) return TypeForText(left, textMeetsNumber);
        if (left.IsBinary && right.IsBinary) return DataType.Bytes;
        if (left.IsTimestamp && right.IsTimestamp)
        {
            return left.Root == right.Root ? (left.Precision >= right.Precision ? left : right) : DataType.TimestampLtz(6);
        }
        return left.Root == right.Root ? TypeCoercion.CommonType(left, right) : null;
    }

    private static DataType? TypeForText(DataType other, bool textMeetsNumber) => other.Root switch
    {
        TypeRoot.Date or TypeRoot.Time or TypeRoot.Timestamp or TypeRoot.TimestampLtz => other,
        _ => other.IsNumeric && textMeetsNumber ? DataType.String : null,
    };

    private static Expression ToDecimal(Expression side, DataType other)
    {
        if (side.Type.Root == TypeRoot.Null) return ImplicitCast.To(side, TypeCoercion.AsDecimal(other));
        return ImplicitCast.To(side, TypeCoercion.AsDecimal(side.Type));
    }
}
