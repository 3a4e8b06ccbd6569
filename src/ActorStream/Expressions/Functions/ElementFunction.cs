using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>How a NULL as the second argument of an <see cref="ElementFunction"/> counts.</summary>
internal enum ElementResult
{
    /// <summary>As a value; the result is NULL only where the array is.</summary>
    NotNullIfArray,

    /// <summary>NULL in, NULL out.</summary>
    NullIfAny,

    /// <summary>As a value that becomes an element of the result.</summary>
    TakesElement,
}

/// <summary>Computes one row of a function of an array and a value.</summary>
internal delegate bool ArrayAndValue(DataType element, ListColumn list, int row, Column value, ColumnBuilder output);

/// <summary>A function of an array and a value of its element type, such as ARRAY_CONTAINS.</summary>
internal sealed class ElementFunction(string name, Func<DataType, DataType> result, ArrayAndValue compute, ElementResult nulls)
    : ScalarFunction(name)
{
    public override IReadOnlyList<string> Signatures => [$"{Name}(ARRAY<T>, T)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments is not [{ Type.Root: TypeRoot.Array } array, Expression value]) return null;
        DataType element = array.Type.Children[0];
        bool isCut = element.Root == TypeRoot.Char && value.Type.Root == TypeRoot.VarChar;
        if (isCut || !TypeCoercion.CanCastImplicitly(value.Type, element)) return null;
        bool takesNull = nulls == ElementResult.TakesElement && (value.Type.IsNullable || value.Type.Root == TypeRoot.Null);
        DataType common = element.WithNullable(element.IsNullable || takesNull);
        DataType arrayType = DataType.Array(common).WithNullable(array.Type.IsNullable);
        bool isNullable = array.Type.IsNullable || takesNull || (nulls == ElementResult.NullIfAny && value.Type.IsNullable);
        Expression[] aligned = [ImplicitCast.To(array, arrayType), ImplicitCast.To(value, common)];
        return new CallExpression(this, aligned, result(arrayType).WithNullable(isNullable));
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        DataType element = call.Children[0].Type.Children[0];
        bool seesNulls = nulls != ElementResult.NullIfAny;
        return new NestedRowEvaluator(arguments, call.Type, (columns, row, output) =>
            !columns[0].IsNull(row) && compute(element, (ListColumn)columns[0], row, columns[1], output), seesNulls: seesNulls);
    }
}

/// <summary>Computes one row of a function of arrays of one type.</summary>
internal delegate bool ArraysOfOneType(DataType element, ListColumn[] lists, int row, ColumnBuilder output);

/// <summary>A function of arrays of one element type that gives such an array, such as ARRAY_UNION.</summary>
internal sealed class ArraySetFunction(string name, bool isVariadic, ArraysOfOneType compute) : ScalarFunction(name)
{
    public override IReadOnlyList<string> Signatures => [isVariadic ? $"{Name}(ARRAY<T>, …)" : $"{Name}(ARRAY<T>, ARRAY<T>)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count < (isVariadic ? 1 : 2) || (!isVariadic && arguments.Count > 2)) return null;
        if (arguments.Any(a => a.Type.Root != TypeRoot.Array)) return null;
        if (TypeCoercion.CommonType([.. arguments.Select(a => a.Type)]) is not { } common) return null;
        Expression[] arrays = [.. arguments.Select(a => ImplicitCast.To(a, common))];
        return new CallExpression(this, arrays, common);
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        DataType element = call.Type.Children[0];
        var lists = new ListColumn[arguments.Length];
        return new NestedRowEvaluator(arguments, call.Type, (columns, row, output) =>
        {
            for (int i = 0; i < lists.Length; i++) lists[i] = (ListColumn)columns[i];
            return compute(element, lists, row, output);
        });
    }
}
