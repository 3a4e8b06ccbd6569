using System.Diagnostics;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>PRINTF(format, …): Java's String.format; a format that does not fit its arguments gives NULL.</summary>
internal sealed class PrintfFunction() : ScalarFunction("PRINTF")
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All() => [("PRINTF", new PrintfFunction())];

    public override IReadOnlyList<string> Signatures => ["PRINTF(STRING, ANY, …)"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments)
    {
        Expression[] typed = [.. arguments.Select(a => a.Type.Root == TypeRoot.Null ? ImplicitCast.To(a, DataType.String) : a)];
        return typed.Length > 0 && typed[0].Type.IsText && typed.Skip(1).All(a => !a.Type.IsNested)
            ? new CallExpression(this, typed, DataType.String) : null;
    }

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        DataType[] types = [.. call.Children.Skip(1).Select(c => c.Type)];
        var formats = new PatternCache<PrintfFormat?>(PrintfFormat.Parse, call.Children[0]);
        return new BytesRowEvaluator(arguments, (columns, row, context, output) =>
        {
            if (columns[0].IsNull(row) || formats.Of(columns[0], row) is not { } format) return false;
            var values = new object?[types.Length];
            for (int i = 0; i < values.Length; i++) values[i] = columns[i + 1].IsNull(row) ? null : Value(types[i], columns[i + 1], row);
            if (format.MaxWidth > context.MaxValueBytes) throw BytesOutput.TooLarge(context.MaxValueBytes);
            if (format.Write(values) is not { } text) return false;
            Utf8.Write(output, text);
            return true;
        }, canFail: true, seesNulls: true);
    }

    /// <summary>A value as PRINTF sees it: dates and times are the numbers that they are kept as.</summary>
    private static object Value(DataType type, Column column, int row)
    {
        Span<byte> text = stackalloc byte[64];
        switch (type.Root)
        {
            case TypeRoot.Boolean: return column.Get<bool>(row);
            case TypeRoot.TinyInt: return column.Get<sbyte>(row);
            case TypeRoot.SmallInt: return column.Get<short>(row);
            case TypeRoot.Int or TypeRoot.Date or TypeRoot.Time or TypeRoot.IntervalYearMonth: return column.Get<int>(row);
            case TypeRoot.BigInt or TypeRoot.IntervalDayTime: return column.Get<long>(row);
            case TypeRoot.Float: return column.Get<float>(row);
            case TypeRoot.Double: return column.Get<double>(row);
            case TypeRoot.Decimal: return new PrintfText(
                Utf8.Decode(text[..ValueText.DecimalPlain(text, column.Unscaled(row), type.Scale)]));
            case TypeRoot.Char or TypeRoot.VarChar: return new PrintfText(Utf8.Decode(column.Bytes(row)));
            case TypeRoot.Timestamp or TypeRoot.TimestampLtz when type.HasNanoseconds:
                return new PrintfText(new NanoTimestamp(column.Get<Int128>(row), IsInstant: false).ToString());
            case TypeRoot.Timestamp or TypeRoot.TimestampLtz:
                return new PrintfText(Utf8.Decode(text[..ValueText.JavaDateTime(text, column.Get<long>(row))]));
            case TypeRoot.Binary or TypeRoot.VarBinary: return new PrintfText(Convert.ToHexString(column.Bytes(row)));
            default: throw new UnreachableException($"PRINTF was bound to a value of type {type}.");
        }
    }
}

/// <summary>A value that PRINTF only writes as text.</summary>
internal sealed record PrintfText(string Value);
