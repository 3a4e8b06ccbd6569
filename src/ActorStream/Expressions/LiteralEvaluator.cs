using System.Text;
using ActorStream.Types;

namespace ActorStream.Expressions;

/// <summary>A constant: one cached column, made anew only when batches change their size.</summary>
internal sealed class LiteralEvaluator : Evaluator
{
    private readonly Column _one;
    private Column _column;

    /// <summary>Makes a constant of a literal's value, see <see cref="LiteralExpression.Value"/>.</summary>
    public LiteralEvaluator(object? value, DataType type)
    {
        ColumnBuilder builder = ColumnBuilder.Create(type);
        Append(builder, value);
        Value = value;
        _one = builder.Build();
        _column = _one;
    }

    /// <summary>The value as <see cref="LiteralExpression.Value"/> has it.</summary>
    public object? Value { get; }

    public override bool CanFail => false;

    public override bool IsConstant => true;

    public override Column Evaluate(Batch batch, EvaluationContext context)
    {
        if (_column.Length != batch.Count) _column = Repeat(_one, batch.Count);
        return _column;
    }

    /// <summary>A column that has the first row of <paramref name="one"/> in each of its rows.</summary>
    public static Column Repeat(Column one, int count)
    {
        Span<int> rows = count <= 1024 ? stackalloc int[count] : new int[count];
        rows.Clear();
        return one.Take(rows);
    }

    private static void Append(ColumnBuilder builder, object? value)
    {
        switch (value)
        {
            case null: builder.AppendNull(); break;
            case string text: ((BytesColumnBuilder)builder).Append(Encoding.UTF8.GetBytes(text)); break;
            case byte[] bytes: ((BytesColumnBuilder)builder).Append(bytes); break;
            case bool b: ((FixedColumnBuilder<bool>)builder).Append(b); break;
            case sbyte n: ((FixedColumnBuilder<sbyte>)builder).Append(n); break;
            case short n: ((FixedColumnBuilder<short>)builder).Append(n); break;
            case int n: ((FixedColumnBuilder<int>)builder).Append(n); break;
            case long n: ((FixedColumnBuilder<long>)builder).Append(n); break;
            case float n: ((FixedColumnBuilder<float>)builder).Append(n); break;
            // A literal is written in digits, and −0 is 0.
            case double n: ((FixedColumnBuilder<double>)builder).Append(n == 0 ? 0 : n); break;
            default: ((FixedColumnBuilder<Int128>)builder).Append((Int128)value); break;
        }
    }
}
