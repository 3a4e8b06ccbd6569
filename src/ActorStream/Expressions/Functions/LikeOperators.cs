using System.Text;
using System.Text.RegularExpressions;
using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>LIKE and SIMILAR TO, each with its NOT; the escape character is a third argument.</summary>
internal static class LikeOperators
{
    public static IEnumerable<(string Name, ScalarFunction Function)> All() =>
    [
        ("LIKE", new LikeOperator("LIKE", isNegated: false)),
        ("NOT LIKE", new LikeOperator("NOT LIKE", isNegated: true)),
        ("SIMILAR TO", new SimilarOperator("SIMILAR TO", isNegated: false)),
        ("NOT SIMILAR TO", new SimilarOperator("NOT SIMILAR TO", isNegated: true)),
    ];

    /// <summary>Binds text, pattern and perhaps an escape character.</summary>
    public static Expression? Bind(ScalarFunction function, IReadOnlyList<Expression> arguments)
    {
        if (arguments.Count is < 2 or > 3) return null;
        var texts = new Expression[arguments.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            if (Parameter.String.Accept(arguments[i].Type) is not { } type) return null;
            texts[i] = ImplicitCast.To(arguments[i], type);
        }
        return new CallExpression(function, texts, DataType.Boolean.WithNullable(texts.Any(t => t.Type.IsNullable)));
    }

    /// <summary>A call's text.</summary>
    public static string Format(string name, IReadOnlyList<Expression> arguments) =>
        arguments.Count == 2 ? $"({arguments[0]} {name} {arguments[1]})" : $"({arguments[0]} {name} {arguments[1]} ESCAPE {arguments[2]})";
}

/// <summary>[NOT] LIKE.</summary>
internal sealed class LikeOperator(string name, bool isNegated) : ScalarFunction(name)
{
    public override IReadOnlyList<string> Signatures => [$"STRING {Name} STRING [ESCAPE STRING]"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments) => LikeOperators.Bind(this, arguments);

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        string? pattern = Constants.Text(call.Children[1]);
        string? escape = call.Children.Count == 3 ? Constants.Text(call.Children[2]) : null;
        if (pattern is not null && (call.Children.Count == 2 || escape is not null))
        {
            return new ConstantPattern(arguments[0], LikePattern.Parse(pattern, escape is null ? null : LikePattern.Escape(escape)),
                isNegated);
        }
        return new FixedRowEvaluator<bool>(arguments, RowPattern(isNegated), canFail: true);
    }

    public override string Format(IReadOnlyList<Expression> arguments) => LikeOperators.Format(Name, arguments);

    /// <summary>A pattern from a column; the last one is kept.</summary>
    private static FixedRow<bool> RowPattern(bool isNegated)
    {
        byte[]? lastPattern = null;
        char? lastEscape = null;
        LikePattern? compiled = null;
        return (Column[] columns, int row, EvaluationContext _, out bool result) =>
        {
            ReadOnlySpan<byte> pattern = columns[1].Bytes(row);
            char? escape = columns.Length == 3 ? LikePattern.Escape(Encoding.UTF8.GetString(columns[2].Bytes(row))) : null;
            if (compiled is null || escape != lastEscape || !pattern.SequenceEqual(lastPattern))
            {
                compiled = LikePattern.Parse(Encoding.UTF8.GetString(pattern), escape);
                (lastPattern, lastEscape) = (pattern.ToArray(), escape);
            }
            result = compiled.IsMatch(columns[0].Bytes(row)) != isNegated;
            return true;
        };
    }

    private sealed class ConstantPattern(Evaluator argument, LikePattern pattern, bool isNegated) : Evaluator
    {
        public override bool CanFail => argument.CanFail;

        public override Column Evaluate(Batch batch, EvaluationContext context)
        {
            var texts = (BytesColumn)argument.Evaluate(batch, context);
            bool[] results = GC.AllocateUninitializedArray<bool>(batch.Count);
            pattern.Match(texts, isNegated, results);
            return new FixedColumn<bool>(results, results.Length, texts.Nulls);
        }
    }
}

/// <summary>[NOT] SIMILAR TO: SQL's regular expressions.</summary>
internal sealed class SimilarOperator(string name, bool isNegated) : ScalarFunction(name)
{
    private const string SqlSpecials = "_%[]()|^-+*?{}";
    private const string RegexSpecials = "[]()|^-+*?{}$\\.";

    private static readonly (string Name, string Characters)[] Classes =
    [
        ("[:ALPHA:]", "a-zA-Z"), ("[:UPPER:]", "A-Z"), ("[:LOWER:]", "a-z"), ("[:DIGIT:]", "0-9"), ("[:ALNUM:]", "a-zA-Z0-9"),
        ("[:SPACE:]", " "), ("[:WHITESPACE:]", @"\s"),
        ("[:alpha:]", "a-zA-Z"), ("[:upper:]", "A-Z"), ("[:lower:]", "a-z"), ("[:digit:]", "0-9"), ("[:alnum:]", "a-zA-Z0-9"),
        ("[:space:]", " "), ("[:whitespace:]", @"\s"),
    ];

    public override IReadOnlyList<string> Signatures => [$"STRING {Name} STRING [ESCAPE STRING]"];

    public override Expression? Bind(IReadOnlyList<Expression> arguments) => LikeOperators.Bind(this, arguments);

    public override Evaluator Compile(CallExpression call, Evaluator[] arguments)
    {
        string? lastPattern = Constants.Text(call.Children[1]);
        string? lastEscape = call.Children.Count == 3 ? Constants.Text(call.Children[2]) : null;
        JavaRegex? regex = lastPattern is not null && (call.Children.Count == 2 || lastEscape is not null)
            ? Translate(lastPattern, lastEscape) : null;
        return new FixedRowEvaluator<bool>(arguments, (Column[] columns, int row, EvaluationContext _, out bool result) =>
        {
            string pattern = Encoding.UTF8.GetString(columns[1].Bytes(row));
            string? escape = columns.Length == 3 ? Encoding.UTF8.GetString(columns[2].Bytes(row)) : null;
            if (regex is null || pattern != lastPattern || escape != lastEscape)
            {
                (lastPattern, lastEscape) = (pattern, escape);
                regex = Translate(pattern, escape);
            }
            ReadOnlySpan<byte> text = columns[0].Bytes(row);
            try
            {
                result = regex.For(text).IsMatch(Encoding.UTF8.GetString(text)) != isNegated;
                return true;
            }
            catch (RegexMatchTimeoutException e)
            {
                throw JavaRegex.TooSlow(e);
            }
        }, canFail: true);
    }

    public override string Format(IReadOnlyList<Expression> arguments) => LikeOperators.Format(Name, arguments);

    /// <summary>The pattern as the regular expression of Java that Flink makes of it, for whole texts.</summary>
    private static JavaRegex Translate(string pattern, string? escapeText)
    {
        char? escape = escapeText is null ? null : LikePattern.Escape(escapeText);
        var regex = new StringBuilder();
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == escape)
            {
                char next = i + 1 < pattern.Length ? pattern[++i] : throw Malformed(pattern);
                if (SqlSpecials.Contains(next))
                {
                    if (RegexSpecials.Contains(next)) regex.Append('\\');
                    regex.Append(next);
                }
                else
                {
                    regex.Append(next == escape ? next : throw Malformed(pattern));
                }
                continue;
            }
            _ = c switch
            {
                '_' => regex.Append('.'),
                '%' => regex.Append("(?s:.*)"),
                '\\' => regex.Append(@"\\"),
                '$' => regex.Append(@"\$"),
                _ => regex.Append(c),
            };
        }
        foreach ((string name, string characters) in Classes) regex.Replace(name, characters);
        if (regex.ToString().Contains("[[:", StringComparison.Ordinal)) throw Malformed(pattern);
        return JavaRegex.ParseWhole(regex.ToString()) ?? throw Malformed(pattern);
    }

    private static EvaluationException Malformed(string pattern) => new($"SIMILAR TO pattern '{pattern}' is malformed.");
}
