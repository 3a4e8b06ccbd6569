namespace ActorStream.Types;

/// <summary>Equality and order of single values, for nested types and for paths that no query spends its time in.</summary>
internal static class ValueComparison
{
    /// <summary>Whether two values are the same; NULL is the same as NULL. Maps are compared without regard to order.</summary>
    public static bool AreEqual(DataType type, Column left, int leftRow, Column right, int rightRow)
    {
        bool leftIsNull = left.IsNull(leftRow);
        if (leftIsNull || right.IsNull(rightRow)) return leftIsNull && right.IsNull(rightRow);
        switch (left)
        {
            case ListColumn list: return ListsEqual(type.Children[0], list, leftRow, (ListColumn)right, rightRow);
            case MapColumn map: return MapsEqual(type, map, leftRow, (MapColumn)right, rightRow);
            case RowColumn row:
                for (int i = 0; i < row.Fields.Count; i++)
                {
                    if (!AreEqual(type.Children[i], row.Fields[i], leftRow, ((RowColumn)right).Fields[i], rightRow)) return false;
                }
                return true;
            case BytesColumn bytes: return bytes[leftRow].SequenceEqual(((BytesColumn)right)[rightRow]);
            default: return Compare(type, left, leftRow, right, rightRow) == 0;
        }
    }

    /// <summary>Whether <c>=</c> holds for two values, where NULL is the same as NULL: NaN equals nothing, also within rows.</summary>
    public static bool AreEqualByOperator(DataType type, Column left, int leftRow, Column right, int rightRow)
    {
        if (left is not RowColumn row || left.IsNull(leftRow) || right.IsNull(rightRow))
            return !IsNaN(left, leftRow) && AreEqual(type, left, leftRow, right, rightRow);
        for (int i = 0; i < row.Fields.Count; i++)
        {
            if (!AreEqualByOperator(type.Children[i], row.Fields[i], leftRow, ((RowColumn)right).Fields[i], rightRow)) return false;
        }
        return true;
    }

    /// <summary>Whether a value is a DOUBLE or FLOAT that is no number.</summary>
    public static bool IsNaN(Column column, int row) => !column.IsNull(row) && column switch
    {
        FixedColumn<double> doubles => double.IsNaN(doubles[row]),
        FixedColumn<float> floats => float.IsNaN(floats[row]),
        _ => false,
    };

    /// <summary>The order of two values of a type that has one; NULL comes first. For DOUBLE, NaN is the greatest and equals
    /// itself.</summary>
    public static int Compare(DataType type, Column left, int leftRow, Column right, int rightRow)
    {
        bool leftIsNull = left.IsNull(leftRow);
        bool rightIsNull = right.IsNull(rightRow);
        if (leftIsNull || rightIsNull) return rightIsNull.CompareTo(leftIsNull);
        switch (left)
        {
            case BytesColumn bytes: return bytes[leftRow].SequenceCompareTo(((BytesColumn)right)[rightRow]);
            case FixedColumn<bool> fixedColumn: return fixedColumn[leftRow].CompareTo(((FixedColumn<bool>)right)[rightRow]);
            case FixedColumn<sbyte> fixedColumn: return fixedColumn[leftRow].CompareTo(((FixedColumn<sbyte>)right)[rightRow]);
            case FixedColumn<short> fixedColumn: return fixedColumn[leftRow].CompareTo(((FixedColumn<short>)right)[rightRow]);
            case FixedColumn<int> fixedColumn: return fixedColumn[leftRow].CompareTo(((FixedColumn<int>)right)[rightRow]);
            case FixedColumn<long> fixedColumn: return fixedColumn[leftRow].CompareTo(((FixedColumn<long>)right)[rightRow]);
            case FixedColumn<float> fixedColumn: return CompareFloating(fixedColumn[leftRow], ((FixedColumn<float>)right)[rightRow]);
            case FixedColumn<double> fixedColumn: return CompareFloating(fixedColumn[leftRow], ((FixedColumn<double>)right)[rightRow]);
            case FixedColumn<Int128> fixedColumn: return fixedColumn[leftRow].CompareTo(((FixedColumn<Int128>)right)[rightRow]);
            case ListColumn list: return CompareLists(type.Children[0], list, leftRow, (ListColumn)right, rightRow);
            case RowColumn row:
                for (int i = 0; i < row.Fields.Count; i++)
                {
                    int order = Compare(type.Children[i], row.Fields[i], leftRow, ((RowColumn)right).Fields[i], rightRow);
                    if (order != 0) return order;
                }
                return 0;
            default: throw new System.Diagnostics.UnreachableException($"Type {type} has no order.");
        }
    }

    private static int CompareFloating(double left, double right)
    {
        if (double.IsNaN(left) || double.IsNaN(right)) return double.IsNaN(left).CompareTo(double.IsNaN(right));
        return left.CompareTo(right);
    }

    private static int CompareLists(DataType element, ListColumn left, int leftRow, ListColumn right, int rightRow)
    {
        int common = Math.Min(left.Lengths[leftRow], right.Lengths[rightRow]);
        for (int i = 0; i < common; i++)
        {
            int order = Compare(element, left.Elements, left.Starts[leftRow] + i, right.Elements, right.Starts[rightRow] + i);
            if (order != 0) return order;
        }
        return left.Lengths[leftRow].CompareTo(right.Lengths[rightRow]);
    }

    private static bool ListsEqual(DataType element, ListColumn left, int leftRow, ListColumn right, int rightRow)
    {
        int length = left.Lengths[leftRow];
        if (length != right.Lengths[rightRow]) return false;
        for (int i = 0; i < length; i++)
        {
            if (!AreEqual(element, left.Elements, left.Starts[leftRow] + i, right.Elements, right.Starts[rightRow] + i)) return false;
        }
        return true;
    }

    private static bool MapsEqual(DataType type, MapColumn left, int leftRow, MapColumn right, int rightRow)
    {
        int length = left.Lengths[leftRow];
        if (length != right.Lengths[rightRow]) return false;
        for (int i = 0; i < length; i++)
        {
            int entry = left.Starts[leftRow] + i;
            int other = FindKey(type.Children[0], right, rightRow, left.Keys, entry);
            if (other < 0 || !AreEqual(type.Children[1], left.Values, entry, right.Values, other)) return false;
        }
        return true;
    }

    /// <summary>The index in <c>map.Values</c> of the entry with that key, or −1.</summary>
    /// <param name="keyType">The type of keys.</param>
    /// <param name="map">The maps.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="keys">The wanted keys.</param>
    /// <param name="keyRow">Which of them.</param>
    /// <param name="byOperator">Whether <c>=</c> decides, for which NaN equals nothing.</param>
    public static int FindKey(DataType keyType, MapColumn map, int row, Column keys, int keyRow, bool byOperator = false)
    {
        int start = map.Starts[row];
        if (byOperator && IsNaN(keys, keyRow)) return -1;
        for (int i = start; i < start + map.Lengths[row]; i++)
        {
            if (AreEqual(keyType, map.Keys, i, keys, keyRow)) return i;
        }
        return -1;
    }
}
