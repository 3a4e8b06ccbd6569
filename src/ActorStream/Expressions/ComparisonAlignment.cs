using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>Brings two sides of a comparison to one type, as Flink's validator does.</summary>
internal static class ComparisonAlignment
{
    /// <summary>The two sides cast to a type that compares, or null where they do not compare. DECIMALs may keep different
    /// scales.</summary>
    /// <param name="left">One side.</param>
    /// <param name="right">The other side.</param>
    /// <param name="isEquality">True for = and its like, false for an order: FLOAT meets DOUBLE in another type.</param>
    public static (Expression Left, Expression Right)? Align(Expression left, Expression right, bool isEquality)
    {
        if (TypeOf(left.Type, right.Type, isEquality) is not { } type) return null;
        if (type.Root != TypeRoot.Decimal || left.Type.IsText || right.Type.IsText)
        {
            return (ImplicitCast.To(left, type), ImplicitCast.To(right, type));
        }
        return (ToDecimal(left, right.Type), ToDecimal(right, left.Type));
    }

    /// <summary>An item of an IN list as IN compares it: a number or text takes the type of the value that is looked for, even where it
    /// loses digits; text that is no number is NULL.</summary>
    public static Expression AlignItem(Expression value, Expression item)
    {
        (DataType to, DataType from) = (value.Type, item.Type);
        if (to.IsText && from.IsNumeric) return ImplicitCast.To(item, DataType.String);
        if (to.IsNumeric && from.IsText) return new CastExpression(item, to.Nullable(), isTry: true);
        bool takesType = (to.IsInteger || to.IsApproximate) && from.IsNumeric;
        return takesType ? ImplicitCast.To(item, to.WithNullable(from.IsNullable)) : item;
    }

    /// <summary>The type that both sides are cast to; any DECIMAL where both become DECIMAL. Null where they do not compare.</summary>
    private static DataType? TypeOf(DataType left, DataType right, bool isEquality)
    {
        if (left.Root == TypeRoot.Null) return right.Root == TypeRoot.Null ? DataType.Boolean : right;
        if (right.Root == TypeRoot.Null) return left;
        if (left.IsNumeric && right.IsNumeric)
        {
            if (!left.IsApproximate && !right.IsApproximate && !(left.IsInteger && right.IsInteger)) return DataType.Decimal(38, 0);
            bool isOrderOfDouble = !isEquality && (left.Root == TypeRoot.Double || right.Root == TypeRoot.Double);
            return isOrderOfDouble ? DataType.Double : TypeCoercion.CommonType(left, right);
        }
        if (left.IsText) return right.IsText ? DataType.String : TypeForText(right, isEquality);
        if (right.IsText) return TypeForText(left, isEquality);
        if (left.IsBinary && right.IsBinary) return DataType.Bytes;
        if (left.IsTimestamp && right.IsTimestamp)
        {
            DataType finer = left.Precision >= right.Precision ? left : right;
            return left.Root == right.Root ? finer : DataType.TimestampLtz(Math.Max(6, finer.Precision));
        }
        return left.Root == right.Root ? TypeCoercion.CommonType(left, right) : null;
    }

    /// <summary>An order with a number or a BOOLEAN casts the text, equality does not: as Flink has it.</summary>
    private static DataType? TypeForText(DataType other, bool isEquality) => other.Root switch
    {
        TypeRoot.Date or TypeRoot.Time or TypeRoot.Timestamp or TypeRoot.TimestampLtz => other,
        TypeRoot.Boolean when !isEquality => other,
        TypeRoot.Decimal when !isEquality => DataType.Decimal(38, other.Scale),
        _ => other.IsNumeric && !isEquality ? other : null,
    };

    private static Expression ToDecimal(Expression side, DataType other)
    {
        if (side.Type.Root == TypeRoot.Null) return ImplicitCast.To(side, TypeCoercion.AsDecimal(other));
        return ImplicitCast.To(side, TypeCoercion.AsDecimal(side.Type));
    }
}
