using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>CARDINALITY, ELEMENT and the ARRAY_ functions. NULL elements count as values.</summary>
internal static class ArrayFunctions
{
    private static readonly Parameter Collection =
        Parameter.OneOf("ARRAY | MAP | MULTISET", DataType.Null, TypeRoot.Array, TypeRoot.Map, TypeRoot.Multiset);

    private static readonly Parameter TextArray =
        new("ARRAY<STRING>", DataType.Null, t => t.Root == TypeRoot.Array && t.Children[0].IsText ? t : null);

    private static readonly Parameter Sortable = new("ARRAY<T>", DataType.Null,
        t => t.Root == TypeRoot.Array && !t.Children[0].IsNested && t.Children[0].Root != TypeRoot.Boolean ? t : null);

    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        ScalarFunction[] all =
        [
            new SimpleFunction("CARDINALITY", new Form([Collection], DataType.Int, (_, a) => new FixedRowEvaluator<int>(a, Cardinality))),
            new SimpleFunction("ELEMENT", new Form([Parameter.Array], a => a[0].Type.Children[0],
                (c, a) => new NestedRowEvaluator(a, c.Type, Element, canFail: true)) { Nullability = ResultNullability.Always }),
            new ElementFunction("ARRAY_CONTAINS", _ => DataType.Boolean, Contains, ElementResult.NotNullIfArray),
            new ElementFunction("ARRAY_POSITION", _ => DataType.Int, Position, ElementResult.NullIfAny),
            new ElementFunction("ARRAY_REMOVE", a => a, Remove, ElementResult.NotNullIfArray),
            new ElementFunction("ARRAY_APPEND", a => a, Append, ElementResult.TakesElement),
            new ElementFunction("ARRAY_PREPEND", a => a, Prepend, ElementResult.TakesElement),
            Of("ARRAY_DISTINCT", a => a, (type, list, row, output) => Distinct(type, [list], row, output)),
            Of("ARRAY_REVERSE", a => a, Reverse),
            Of("ARRAY_MAX", a => a.Children[0].Nullable(), (type, list, row, output) => Extreme(type, list, row, 1, output)),
            Of("ARRAY_MIN", a => a.Children[0].Nullable(), (type, list, row, output) => Extreme(type, list, row, -1, output)),
            new SimpleFunction("ARRAY_SLICE", new Form([Parameter.Array, Parameter.Int, Parameter.Int], a => a[0].Type,
                (c, a) => new NestedRowEvaluator(a, c.Type, Slice)) { Optional = 1 }),
            new SimpleFunction("ARRAY_SORT", new Form([Sortable, Parameter.Boolean, Parameter.Boolean], a => a[0].Type,
                (c, a) => new NestedRowEvaluator(a, c.Type, Sort(c.Type.Children[0]))) { Optional = 2 }),
            new SimpleFunction("ARRAY_JOIN", new Form([TextArray, Parameter.String, Parameter.String], DataType.String,
                (_, a) => new BytesRowEvaluator(a, Join)) { Optional = 1 }),
            new ArraySetFunction("ARRAY_CONCAT", isVariadic: true, (_, lists, row, output) => Concat(lists, row, output)),
            new ArraySetFunction("ARRAY_UNION", isVariadic: false, Distinct),
            new ArraySetFunction("ARRAY_EXCEPT", isVariadic: false, Except),
            new ArraySetFunction("ARRAY_INTERSECT", isVariadic: false, Intersect),
        ];
        return all.Select(f => (f.Name, f));
    }

    private delegate bool OneArray(DataType element, ListColumn list, int row, ColumnBuilder output);

    private static SimpleFunction Of(string name, Func<DataType, DataType> result, OneArray compute) =>
        new(name, new Form([Parameter.Array], a =>
            result(a[0].Type).WithNullable(a[0].Type.IsNullable || result(a[0].Type).Root != TypeRoot.Array),
            (c, a) =>
            {
                DataType element = c.Children[0].Type.Children[0];
                return new NestedRowEvaluator(a, c.Type, (columns, row, output) => compute(element, (ListColumn)columns[0], row, output));
            })
        { Nullability = ResultNullability.AsDerived });

    private static bool Cardinality(Column[] columns, int row, EvaluationContext context, out int result)
    {
        result = columns[0] is ListColumn list ? list.Lengths[row] : ((MapColumn)columns[0]).Lengths[row];
        return true;
    }

    private static bool Element(Column[] columns, int row, ColumnBuilder output)
    {
        var list = (ListColumn)columns[0];
        if (list.Lengths[row] > 1)
        {
            throw new EvaluationException($"ELEMENT wants an array of one element, but got one of {list.Lengths[row]}.");
        }
        if (list.Lengths[row] == 0) return false;
        output.AppendFrom(list.Elements, list.Starts[row]);
        return true;
    }

    private static bool Contains(DataType element, ListColumn list, int row, Column value, ColumnBuilder output)
    {
        ((FixedColumnBuilder<bool>)output).Append(IndexOf(element, list, row, value, row) >= 0);
        return true;
    }

    private static bool Position(DataType element, ListColumn list, int row, Column value, ColumnBuilder output)
    {
        int index = IndexOf(element, list, row, value, row);
        ((FixedColumnBuilder<int>)output).Append(index < 0 ? 0 : index - list.Starts[row] + 1);
        return true;
    }

    private static bool Remove(DataType element, ListColumn list, int row, Column value, ColumnBuilder output)
    {
        var result = (ListColumnBuilder)output;
        for (int i = list.Starts[row]; i < list.Starts[row] + list.Lengths[row]; i++)
        {
            if (!ValueComparison.AreEqualByOperator(element, list.Elements, i, value, row)) result.Elements.AppendFrom(list.Elements, i);
        }
        result.EndRow();
        return true;
    }

    private static bool Append(DataType element, ListColumn list, int row, Column value, ColumnBuilder output)
    {
        var result = (ListColumnBuilder)output;
        AppendAll(result, list, row);
        result.Elements.AppendFrom(value, row);
        result.EndRow();
        return true;
    }

    private static bool Prepend(DataType element, ListColumn list, int row, Column value, ColumnBuilder output)
    {
        var result = (ListColumnBuilder)output;
        result.Elements.AppendFrom(value, row);
        AppendAll(result, list, row);
        result.EndRow();
        return true;
    }

    private static bool Reverse(DataType element, ListColumn list, int row, ColumnBuilder output)
    {
        var result = (ListColumnBuilder)output;
        for (int i = list.Starts[row] + list.Lengths[row] - 1; i >= list.Starts[row]; i--) result.Elements.AppendFrom(list.Elements, i);
        result.EndRow();
        return true;
    }

    private static bool Extreme(DataType element, ListColumn list, int row, int sign, ColumnBuilder output)
    {
        int best = -1;
        for (int i = list.Starts[row]; i < list.Starts[row] + list.Lengths[row]; i++)
        {
            if (list.Elements.IsNull(i)) continue;
            if (best < 0) best = i;
            // As by > and <: NaN stays where it comes first, and is passed over where it comes later.
            if (ValueComparison.IsNaN(list.Elements, best)) break;
            if (ValueComparison.IsNaN(list.Elements, i)) continue;
            if (ValueComparison.Compare(element, list.Elements, i, list.Elements, best) * sign > 0) best = i;
        }
        if (best < 0) return false;
        output.AppendFrom(list.Elements, best);
        return true;
    }

    /// <summary>Positions count from 1, or from −1 at the end; 0 is the start.</summary>
    private static bool Slice(Column[] columns, int row, ColumnBuilder output)
    {
        var list = (ListColumn)columns[0];
        int length = list.Lengths[row];
        int from = columns[1].Get<int>(row);
        int to = columns.Length > 2 ? columns[2].Get<int>(row) : length;
        from = Math.Max(1, from < 0 ? length + from + 1 : from);
        to = Math.Min(length, to < 0 ? length + to + 1 : to == 0 ? 1 : to);
        var result = (ListColumnBuilder)output;
        for (int i = from; i <= to; i++) result.Elements.AppendFrom(list.Elements, list.Starts[row] + i - 1);
        result.EndRow();
        return true;
    }

    /// <summary>Ascending unless the second argument is FALSE; NULLs come first when ascending, unless the third says otherwise.</summary>
    private static NestedRow Sort(DataType element) => (columns, row, output) =>
    {
        var list = (ListColumn)columns[0];
        bool isAscending = columns.Length < 2 || columns[1].Get<bool>(row);
        bool nullsFirst = columns.Length < 3 ? isAscending : columns[2].Get<bool>(row);
        int[] order = new int[list.Lengths[row]];
        for (int i = 0; i < order.Length; i++) order[i] = list.Starts[row] + i;
        Array.Sort(order, (a, b) =>
        {
            bool aIsNull = list.Elements.IsNull(a);
            if (aIsNull || list.Elements.IsNull(b)) return list.Elements.IsNull(b).CompareTo(aIsNull) * (nullsFirst ? 1 : -1);
            return ValueComparison.Compare(element, list.Elements, a, list.Elements, b) * (isAscending ? 1 : -1);
        });
        var result = (ListColumnBuilder)output;
        foreach (int i in order) result.Elements.AppendFrom(list.Elements, i);
        result.EndRow();
        return true;
    };

    private static bool Join(Column[] columns, int row, EvaluationContext context, BytesOutput output)
    {
        var list = (ListColumn)columns[0];
        bool isFirst = true;
        for (int i = list.Starts[row]; i < list.Starts[row] + list.Lengths[row]; i++)
        {
            bool isNull = list.Elements.IsNull(i);
            if (isNull && columns.Length < 3) continue;
            if (!isFirst) output.Write(columns[1].Bytes(row));
            isFirst = false;
            output.Write(isNull ? columns[2].Bytes(row) : list.Elements.Bytes(i));
        }
        return true;
    }

    private static bool Concat(ListColumn[] lists, int row, ColumnBuilder output)
    {
        var result = (ListColumnBuilder)output;
        foreach (ListColumn list in lists) AppendAll(result, list, row);
        result.EndRow();
        return true;
    }

    private static bool Distinct(DataType element, ListColumn[] lists, int row, ColumnBuilder output)
    {
        var result = (ListColumnBuilder)output;
        int total = 0;
        foreach (ListColumn list in lists) total += list.Lengths[row];
        ValueIndex? seen = total > ValueIndex.WorthFrom ? new ValueIndex(element, ValueComparison.AreEqualByOperator) : null;
        for (int k = 0; k < lists.Length; k++)
        {
            ListColumn list = lists[k];
            for (int i = list.Starts[row]; i < list.Starts[row] + list.Lengths[row]; i++)
            {
                if (seen is not null)
                {
                    if (seen.Add(list.Elements, i)) result.Elements.AppendFrom(list.Elements, i);
                    continue;
                }
                bool isNew = IndexOf(element, list, row, list.Elements, i) is var first && (first == i || first < 0);
                for (int before = 0; before < k; before++) isNew &= IndexOf(element, lists[before], row, list.Elements, i) < 0;
                if (isNew) result.Elements.AppendFrom(list.Elements, i);
            }
        }
        result.EndRow();
        return true;
    }

    private static bool Except(DataType element, ListColumn[] lists, int row, ColumnBuilder output) =>
        Filter(element, lists, row, output, isKept: false);

    private static bool Intersect(DataType element, ListColumn[] lists, int row, ColumnBuilder output) =>
        Filter(element, lists, row, output, isKept: true);

    /// <summary>The distinct elements of the first array that the second has, or has not. Flink looks them up by hash, so that 0.0 and
    /// -0.0 are two.</summary>
    private static bool Filter(DataType element, ListColumn[] lists, int row, ColumnBuilder output, bool isKept)
    {
        var result = (ListColumnBuilder)output;
        (ListColumn first, ListColumn second) = (lists[0], lists[1]);
        ValueIndex? seen = null, others = null;
        if (first.Lengths[row] + second.Lengths[row] > ValueIndex.WorthFrom)
        {
            (seen, others) = (new ValueIndex(element, AreEqualByHash), new ValueIndex(element, AreEqualByHash));
            for (int i = 0; i < second.Lengths[row]; i++) others.Add(second.Elements, second.Starts[row] + i);
        }
        for (int i = first.Starts[row]; i < first.Starts[row] + first.Lengths[row]; i++)
        {
            bool isNew = seen?.Add(first.Elements, i)
                ?? (IndexOf(element, first, row, first.Elements, i, byHash: true) is var earlier && (earlier < 0 || earlier == i));
            if (!isNew) continue;
            int found = others?.Find(first.Elements, i) ?? IndexOf(element, second, row, first.Elements, i, byHash: true);
            bool isInSecond = found >= 0;
            if (isInSecond == isKept) result.Elements.AppendFrom(first.Elements, i);
        }
        result.EndRow();
        return true;
    }

    private static void AppendAll(ListColumnBuilder output, ListColumn list, int row)
    {
        for (int i = list.Starts[row]; i < list.Starts[row] + list.Lengths[row]; i++) output.Elements.AppendFrom(list.Elements, i);
    }

    /// <summary>The index in <c>list.Elements</c> of the first element equal to a value, or −1; NaN is equal to none.</summary>
    private static int IndexOf(DataType element, ListColumn list, int row, Column value, int valueRow, bool byHash = false)
    {
        for (int i = list.Starts[row]; i < list.Starts[row] + list.Lengths[row]; i++)
        {
            bool isEqual = byHash ? AreEqualByHash(element, list.Elements, i, value, valueRow)
                : ValueComparison.AreEqualByOperator(element, list.Elements, i, value, valueRow);
            if (isEqual) return i;
        }
        return -1;
    }

    private static bool AreEqualByHash(DataType type, Column left, int leftRow, Column right, int rightRow) =>
        ValueComparison.AreEqualByOperator(type, left, leftRow, right, rightRow)
        && IsNegativeZero(left, leftRow) == IsNegativeZero(right, rightRow);

    private static bool IsNegativeZero(Column column, int row) => !column.IsNull(row) && column switch
    {
        FixedColumn<double> doubles => doubles[row] == 0 && double.IsNegative(doubles[row]),
        FixedColumn<float> floats => floats[row] == 0 && float.IsNegative(floats[row]),
        _ => false,
    };
}
