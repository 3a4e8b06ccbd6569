namespace ActorStream.Types;

/// <summary>Which types meet in which: Flink's rules for the common type of several values and for casts without being asked.</summary>
internal static class TypeCoercion
{
    /// <summary>The type that values of all these types can take: for CASE, COALESCE, UNION, VALUES, ARRAY[…]. Nullable if any is.
    /// Null where there is none.</summary>
    public static DataType? CommonType(IReadOnlyList<DataType> types)
    {
        DataType? common = null;
        bool isNullable = false;
        foreach (DataType type in types)
        {
            isNullable |= type.IsNullable || type.Root == TypeRoot.Null;
            if (type.Root == TypeRoot.Null) continue;
            common = common is null ? type : Common(common, type);
            if (common is null) return null;
        }
        return common is null ? (types.Count == 0 ? null : DataType.Null) : common.WithNullable(isNullable);
    }

    /// <summary>The type of CASE, UNION ALL and VALUES: as <see cref="CommonType(IReadOnlyList{DataType})"/>, but where TIMESTAMP meets
    /// TIMESTAMP_LTZ, the last of them counts.</summary>
    public static DataType? ResultType(IReadOnlyList<DataType> types)
    {
        if (CommonType(types) is not { IsTimestamp: true } common) return CommonType(types);
        DataType last = types.Last(t => t.Root != TypeRoot.Null);
        if (last.Root == common.Root) return common;
        return (last.Root == TypeRoot.Timestamp ? DataType.Timestamp(common.Precision) : DataType.TimestampLtz(common.Precision))
            .WithNullable(common.IsNullable);
    }

    /// <summary>The common type of two types.</summary>
    public static DataType? CommonType(DataType left, DataType right) => CommonType([left, right]);

    /// <summary>Whether a value of one type is taken for another without CAST, as an INSERT does: no value may get lost.</summary>
    public static bool CanCastImplicitly(DataType from, DataType to)
    {
        if (from.Root == TypeRoot.Null) return true;
        if (from.Root == to.Root && !from.IsNested) return true;
        if (from.IsNumeric && to.IsNumeric) return NumericRank(from) <= NumericRank(to);
        if (from.IsText && to.IsText || from.IsBinary && to.IsBinary || from.IsTimestamp && to.IsTimestamp) return true;
        if (from.Root == TypeRoot.Date && to.IsTimestamp) return true;
        if (from.Root != to.Root || from.Children.Count != to.Children.Count) return false;
        for (int i = 0; i < from.Children.Count; i++)
        {
            if (!CanCastImplicitly(from.Children[i], to.Children[i])) return false;
        }
        return true;
    }

    /// <summary>The DECIMAL that holds every value of an exact numeric type.</summary>
    public static DataType AsDecimal(DataType type) => (type.Root switch
    {
        TypeRoot.TinyInt => DataType.Decimal(3, 0),
        TypeRoot.SmallInt => DataType.Decimal(5, 0),
        TypeRoot.Int => DataType.Decimal(10, 0),
        TypeRoot.BigInt => DataType.Decimal(19, 0),
        _ => type,
    }).WithNullable(type.IsNullable);

    private static DataType? Common(DataType left, DataType right)
    {
        if (left.EqualsIgnoringNullability(right)) return left;
        if (left.IsNumeric && right.IsNumeric) return CommonNumeric(left, right);
        if (left.IsText && right.IsText) return DataType.VarChar(Math.Max(left.Precision, right.Precision));
        if (left.IsBinary && right.IsBinary) return DataType.VarBinary(Math.Max(left.Precision, right.Precision));
        if (left.IsTimestamp && right.IsTimestamp)
        {
            int precision = Math.Max(left.Precision, right.Precision);
            return left.Root == TypeRoot.Timestamp ? DataType.Timestamp(precision) : DataType.TimestampLtz(precision);
        }
        if (left.Root != right.Root || left.Children.Count != right.Children.Count) return null;
        return left.Root switch
        {
            TypeRoot.Time => DataType.Time(Math.Max(left.Precision, right.Precision)),
            TypeRoot.IntervalDayTime or TypeRoot.IntervalYearMonth => left,
            _ => left.IsNested ? CommonNested(left, right) : null,
        };
    }

    /// <summary>Numbers are merged from left to right: FLOAT and DOUBLE give whichever stands first, DECIMAL with either DOUBLE.</summary>
    private static DataType CommonNumeric(DataType left, DataType right)
    {
        if (left.IsApproximate || right.IsApproximate)
        {
            if (left.Root == TypeRoot.Decimal || right.Root == TypeRoot.Decimal) return DataType.Double;
            return left.IsApproximate ? left : right;
        }
        if (left.IsInteger && right.IsInteger) return left.Root >= right.Root ? left : right;
        (left, right) = (AsDecimal(left), AsDecimal(right));
        int integral = Math.Max(left.Precision - left.Scale, right.Precision - right.Scale);
        int scale = Math.Min(Math.Max(left.Scale, right.Scale), DataType.MaxDecimalPrecision - integral);
        return DataType.Decimal(integral + scale, scale);
    }

    private static DataType? CommonNested(DataType left, DataType right)
    {
        var children = new DataType[left.Children.Count];
        for (int i = 0; i < children.Length; i++)
        {
            if (CommonType(left.Children[i], right.Children[i]) is not { } child) return null;
            children[i] = child;
        }
        return left.Root switch
        {
            TypeRoot.Array => DataType.Array(children[0]),
            TypeRoot.Multiset => DataType.Multiset(children[0]),
            TypeRoot.Map => DataType.Map(children[0], children[1]),
            _ => DataType.Row(left.FieldNames, children),
        };
    }

    private static int NumericRank(DataType type) => type.Root switch
    {
        TypeRoot.TinyInt => 0,
        TypeRoot.SmallInt => 1,
        TypeRoot.Int => 2,
        TypeRoot.BigInt => 3,
        TypeRoot.Decimal => 4,
        TypeRoot.Float => 5,
        _ => 6,
    };
}
