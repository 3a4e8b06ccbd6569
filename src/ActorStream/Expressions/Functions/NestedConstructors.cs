using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>ROW(…), ARRAY[…], MAP[…] and access to what is in them.</summary>
internal static class NestedConstructors
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All()
    {
        ScalarFunction[] all = [new RowConstructor(), new ArrayConstructor(), new MapConstructor(), new FieldAccess(), new ItemAccess()];
        return all.Select(f => (f.Name, f));
    }
}

/// <summary>ROW(a, b, …).</summary>
internal sealed class RowConstructor() : ScalarFunction("ROW")
{
    public override IReadOnlyList<string> Signatures => ["ROW(ANY, …)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count == 0 || arguments.Any(a => a.Type.Root == TypeRoot.Null)) return null;
        string[] names = [.. arguments.Select((_, i) => $"EXPR${i}")];
        return new CallExpression(this, arguments, DataType.Row(names, [.. arguments.Select(a => a.Type)]).NotNull());
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) => new Construct(arguments);

    private sealed class Construct(Evaluator[] arguments) : Evaluator
    {
        public override bool CanFail { get; } = arguments.Any(a => a.CanFail);

        public override Column Evaluate(Batch batch, EvaluationContext context)
        {
            var fields = new Column[arguments.Length];
            for (int i = 0; i < fields.Length; i++) fields[i] = arguments[i].Evaluate(batch, context);
            return new RowColumn(fields, batch.Count);
        }
    }
}

/// <summary>ARRAY[a, b, …].</summary>
internal sealed class ArrayConstructor() : ScalarFunction("ARRAY")
{
    public override IReadOnlyList<string> Signatures => ["ARRAY[ANY, …]"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count == 0 || ConditionalFunctions.ToCommonType(arguments) is not { } elements) return null;
        DataType element = elements[0].Type.WithNullable(elements.Any(e => e.Type.IsNullable));
        return new CallExpression(this, elements, DataType.Array(element).NotNull());
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) =>
        new NestedRowEvaluator(arguments, call.Type, static (columns, row, output) =>
        {
            var list = (ListColumnBuilder)output;
            foreach (Column column in columns) list.Elements.AppendFrom(column, row);
            list.EndRow();
            return true;
        }, seesNulls: true);

    public override string Format(IReadOnlyList<Expression> arguments) => $"ARRAY[{string.Join(", ", arguments)}]";
}

/// <summary>MAP[key, value, …]; of equal keys the last counts.</summary>
internal sealed class MapConstructor() : ScalarFunction("MAP")
{
    public override IReadOnlyList<string> Signatures => ["MAP[ANY, ANY, …]"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count == 0 || arguments.Count % 2 != 0) return null;
        if (ConditionalFunctions.ToCommonType([.. arguments.Where((_, i) => i % 2 == 0)]) is not { } keys) return null;
        if (ConditionalFunctions.ToCommonType([.. arguments.Where((_, i) => i % 2 == 1)]) is not { } values) return null;
        DataType key = keys[0].Type.WithNullable(keys.Any(k => k.Type.IsNullable));
        DataType value = values[0].Type.WithNullable(values.Any(v => v.Type.IsNullable));
        return new CallExpression(this, [.. keys.Zip(values).SelectMany(p => new[] { p.First, p.Second })],
            DataType.Map(key, value).NotNull());
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        DataType keyType = call.Type.Children[0];
        return new NestedRowEvaluator(arguments, call.Type, (columns, row, output) =>
        {
            var map = (MapColumnBuilder)output;
            for (int i = 0; i < columns.Length; i += 2)
            {
                bool isLast = true;
                for (int k = i + 2; k < columns.Length; k += 2) isLast &= !ValueComparison.AreEqual(keyType, columns[i], row, columns[k],
                    row);
                if (!isLast) continue;
                map.Keys.AppendFrom(columns[i], row);
                map.Values.AppendFrom(columns[i + 1], row);
            }
            map.EndRow();
            return true;
        }, seesNulls: true);
    }

    public override string Format(IReadOnlyList<Expression> arguments) => $"MAP[{string.Join(", ", arguments)}]";
}

/// <summary>A field of a ROW: the second argument is an INT literal, its index from 0.</summary>
internal sealed class FieldAccess() : ScalarFunction("FIELD")
{
    public override IReadOnlyList<string> Signatures => ["FIELD(ROW, INT)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments is not [{ Type.Root: TypeRoot.Row } row, LiteralExpression { Value: int index }]) return null;
        if (index < 0 || index >= row.Type.Children.Count) return null;
        DataType field = row.Type.Children[index];
        return new CallExpression(this, arguments, field.WithNullable(field.IsNullable || row.Type.IsNullable));
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments) =>
        new Access(arguments[0], (int)((LiteralExpression)call.Children[1]).Value!);

    public override string Format(IReadOnlyList<Expression> arguments) =>
        $"{arguments[0]}.{arguments[0].Type.FieldNames[(int)((LiteralExpression)arguments[1]).Value!]}";

    private sealed class Access(Evaluator row, int index) : Evaluator
    {
        public override bool CanFail => row.CanFail;

        public override Column Evaluate(Batch batch, EvaluationContext context)
        {
            var rows = (RowColumn)row.Evaluate(batch, context);
            Column field = rows.Fields[index];
            return rows.Nulls is null ? field : field.WithNulls(NullBits.Union(field.Nulls, rows.Nulls));
        }
    }
}

/// <summary>An element of an ARRAY by its index from 1, or a value of a MAP by its key; NULL where there is none
/// (but see <see cref="AppendMissing"/>).</summary>
internal sealed class ItemAccess() : ScalarFunction("ITEM")
{
    public override IReadOnlyList<string> Signatures => ["ARRAY[INT]", "MAP[KEY]"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count != 2) return null;
        DataType type = arguments[0].Type;
        switch (type.Root)
        {
            case TypeRoot.Array:
                if (Parameter.Int.Accept(arguments[1].Type) is not { } index) return null;
                return new CallExpression(this, [arguments[0], ImplicitCast.To(arguments[1], index)], type.Children[0].Nullable());
            case TypeRoot.Map:
                DataType key = type.Children[0];
                if (TypeCoercion.CommonType(key, arguments[1].Type) is null) return null;
                return new CallExpression(this, [arguments[0], ImplicitCast.To(arguments[1], key)], type.Children[1].Nullable());
            default: return null;
        }
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        DataType type = call.Children[0].Type;
        bool isNullable = type.Children[^1].IsNullable
            || type.Children[^1].Root is TypeRoot.Decimal or TypeRoot.Timestamp or TypeRoot.TimestampLtz;
        if (type.Root == TypeRoot.Array)
        {
            return new NestedRowEvaluator(arguments, call.Type, (columns, row, output) =>
                ElementAt(columns, row, output, isNullable), canFail: true);
        }
        DataType keyType = type.Children[0];
        return new NestedRowEvaluator(arguments, call.Type, (columns, row, output) =>
        {
            var map = (MapColumn)columns[0];
            int entry = ValueComparison.FindKey(keyType, map, row, columns[1], row, byOperator: true);
            if (entry < 0) return !isNullable && AppendMissing(output);
            output.AppendFrom(map.Values, entry);
            return true;
        });
    }

    public override string Format(IReadOnlyList<Expression> arguments) => $"{arguments[0]}[{arguments[1]}]";

    private static bool ElementAt(Column[] columns, int row, ColumnBuilder output, bool isNullable)
    {
        var list = (ListColumn)columns[0];
        int index = columns[1].Get<int>(row);
        if (index < 1) throw new EvaluationException($"Array index {index} is below 1.", "The first element has index 1.");
        if (index > list.Lengths[row]) return !isNullable && AppendMissing(output);
        output.AppendFrom(list.Elements, list.Starts[row] + index - 1);
        return true;
    }

    /// <summary>Flink's value for a missing element of a primitive type that is NOT NULL: −1 or FALSE. Of other types it is NULL.</summary>
    private static bool AppendMissing(ColumnBuilder output)
    {
        switch (output)
        {
            case FixedColumnBuilder<bool> values: values.Append(false); return true;
            case FixedColumnBuilder<sbyte> values: values.Append(-1); return true;
            case FixedColumnBuilder<short> values: values.Append(-1); return true;
            case FixedColumnBuilder<int> values: values.Append(-1); return true;
            case FixedColumnBuilder<long> values: values.Append(-1); return true;
            case FixedColumnBuilder<float> values: values.Append(-1); return true;
            case FixedColumnBuilder<double> values: values.Append(-1); return true;
            default: return false;
        }
    }
}
