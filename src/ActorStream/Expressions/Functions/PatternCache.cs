using ActorStream.Expressions.Kernels;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>What was made of a pattern argument: once where it is constant, else kept for the last patterns seen.</summary>
/// <param name="make">Makes it; may throw <see cref="EvaluationException"/>.</param>
/// <param name="argument">The argument, or null where there is none.</param>
internal sealed class PatternCache<T>(Func<string, T> make, Expression? argument)
{
    private const int MaxEntries = 256;
    private readonly string? _constant = argument is null ? null : Constants.Text(argument);
    private readonly Dictionary<string, T> _made = new(StringComparer.Ordinal);
    private T _value = default!;
    private bool _isMade;

    /// <summary>What was made of the pattern of a row.</summary>
    public T Of(Column column, int row)
    {
        if (_isMade) return _value;
        if (_constant is not null)
        {
            _value = make(_constant);
            _isMade = true;
            return _value;
        }
        string text = Utf8.Decode(column.Bytes(row));
        if (_made.TryGetValue(text, out T? known)) return known;
        if (_made.Count >= MaxEntries) _made.Clear();
        return _made[text] = make(text);
    }
}
