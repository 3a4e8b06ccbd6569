using System.Globalization;
using System.Text;

namespace ActorStream.Expressions.Functions;

/// <summary>Reads JSON paths in the dialect that Flink uses.</summary>
internal sealed class JsonPathReader
{
    private readonly string _text;
    private int _position;

    private JsonPathReader(string text) => _text = text;

    private bool AtEnd => _position >= _text.Length;

    private char Current => AtEnd ? '\0' : _text[_position];

    /// <summary>The steps of a path; null where it is none.</summary>
    public static JsonPathStep[]? Read(string path)
    {
        if (path.Length == 0) return null;
        if (path[0] is not ('$' or '@')) path = "$." + path;
        try
        {
            var reader = new JsonPathReader(path) { _position = 1 };
            JsonPathStep[] steps = reader.Steps();
            return reader.AtEnd ? steps : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private JsonPathStep[] Steps()
    {
        var steps = new List<JsonPathStep>();
        while (!AtEnd)
        {
            if (Current == '[')
            {
                steps.Add(Brackets());
            }
            else if (Current == '.')
            {
                _position++;
                if (Current == '.')
                {
                    _position++;
                    steps.Add(new JsonPathStep(JsonPathStepKind.Deep, [], []));
                }
                steps.Add(Current == '[' ? Brackets() : Named());
            }
            else
            {
                break;
            }
        }
        return [.. steps];
    }

    private JsonPathStep Named()
    {
        if (Current == '*')
        {
            _position++;
            return new JsonPathStep(JsonPathStepKind.Wildcard, [], []);
        }
        int start = _position;
        while (!AtEnd && Current is not ('.' or '[' or ' ' or '(' or ')' or '=' or '<' or '>' or '!' or '&' or '|')) _position++;
        string name = _text[start.._position];
        if (name.Length == 0) throw new FormatException("A name is missing.");
        if (Current != '(') return new JsonPathStep(JsonPathStepKind.Name, [name], []);
        if (name is not ("length" or "size") || !_text.AsSpan(_position).StartsWith("()")) throw new EvaluationException(
            $"The JSON path '{_text}' uses the function '{name}', which is not supported.", "length() is.");
        _position += 2;
        return new JsonPathStep(JsonPathStepKind.Length, [], []);
    }

    private JsonPathStep Brackets()
    {
        _position++;
        Blanks();
        JsonPathStep step;
        if (Current == '*')
        {
            _position++;
            step = new JsonPathStep(JsonPathStepKind.Wildcard, [], []);
        }
        else if (Current == '?')
        {
            _position++;
            Blanks();
            Expect('(');
            JsonPathFilter filter = Any();
            Expect(')');
            step = new JsonPathStep(JsonPathStepKind.Filter, [], [], filter);
        }
        else
        {
            step = Current is '\'' or '"' ? NameList() : NumberList();
        }
        Blanks();
        Expect(']');
        return step;
    }

    private JsonPathStep NameList()
    {
        var names = new List<string> { Quoted() };
        for (Blanks(); Current == ','; Blanks())
        {
            _position++;
            Blanks();
            names.Add(Quoted());
        }
        return new JsonPathStep(names.Count == 1 ? JsonPathStepKind.Name : JsonPathStepKind.Names, [.. names], []);
    }

    private JsonPathStep NumberList()
    {
        int? first = Number();
        Blanks();
        if (Current == ':')
        {
            _position++;
            Blanks();
            return new JsonPathStep(JsonPathStepKind.Slice, [], [first, Number()]);
        }
        var numbers = new List<int?> { first ?? throw new FormatException("An index is missing.") };
        for (; Current == ','; Blanks())
        {
            _position++;
            Blanks();
            numbers.Add(Number() ?? throw new FormatException("An index is missing."));
        }
        return new JsonPathStep(numbers.Count == 1 ? JsonPathStepKind.Index : JsonPathStepKind.Indexes, [], [.. numbers]);
    }

    private int? Number()
    {
        int start = _position;
        if (Current == '-') _position++;
        while (char.IsAsciiDigit(Current)) _position++;
        return int.TryParse(_text.AsSpan(start, _position - start), NumberStyles.AllowLeadingSign, null, out int value) ? value
            : _position == start ? null : throw new FormatException("An index is not a number.");
    }

    private string Quoted()
    {
        char quote = Current;
        if (quote is not ('\'' or '"')) throw new FormatException("A name in quotes is missing.");
        var text = new StringBuilder();
        for (_position++; !AtEnd; _position++)
        {
            if (Current == '\\' && _position + 1 < _text.Length) text.Append(_text[++_position]);
            else if (Current != quote) text.Append(Current);
            else
            {
                _position++;
                return text.ToString();
            }
        }
        throw new FormatException("A quote is not closed.");
    }

    private JsonPathFilter Any()
    {
        var parts = new List<JsonPathFilter> { All() };
        while (Take("||")) parts.Add(All());
        return parts.Count == 1 ? parts[0] : new JsonPathFilter.Junction([.. parts], isAll: false);
    }

    private JsonPathFilter All()
    {
        var parts = new List<JsonPathFilter> { Condition() };
        while (Take("&&")) parts.Add(Condition());
        return parts.Count == 1 ? parts[0] : new JsonPathFilter.Junction([.. parts], isAll: true);
    }

    private JsonPathFilter Condition()
    {
        Blanks();
        if (Current == '!' && _position + 1 < _text.Length && _text[_position + 1] != '=')
        {
            _position++;
            return new JsonPathFilter.Negation(Condition());
        }
        if (Current == '(')
        {
            _position++;
            JsonPathFilter inner = Any();
            Expect(')');
            return inner;
        }
        JsonPath? path = Operand(out Func<System.Text.Json.JsonElement, object?> left);
        foreach (string sign in new[] { "==", "!=", "<=", ">=", "<", ">" })
        {
            if (!Take(sign)) continue;
            Operand(out Func<System.Text.Json.JsonElement, object?> right);
            return new JsonPathFilter.Comparison(left, sign, right);
        }
        Blanks();
        if (Current is not (')' or '&' or '|')) throw new EvaluationException(
            $"The filter of the JSON path '{_text}' is not supported.", "Use ==, !=, <, <=, >, >=, &&, || and !.");
        return new JsonPathFilter.Existence(path ?? throw new FormatException("A condition is missing."));
    }

    private JsonPath? Operand(out Func<System.Text.Json.JsonElement, object?> value)
    {
        Blanks();
        if (Current == '@')
        {
            _position++;
            JsonPath path = JsonPath.OfSteps(Steps());
            value = element => path.TryRead(element, out JsonResult? result) && result is not null ? result.Comparable : Missing;
            return path;
        }
        object? constant = Constant();
        value = _ => constant;
        return null;
    }

    private static readonly object Missing = new();

    private object? Constant()
    {
        if (Current is '\'' or '"') return Quoted();
        int start = _position;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(Current) || Current is '-' or '+' or '.')) _position++;
        string word = _text[start.._position];
        if (word == "null") return null;
        if (word is "true" or "false") return word == "true";
        return decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number
            : throw new FormatException("A constant is missing.");
    }

    private bool Take(string sign)
    {
        Blanks();
        if (!_text.AsSpan(_position).StartsWith(sign)) return false;
        _position += sign.Length;
        return true;
    }

    private void Blanks()
    {
        while (Current == ' ') _position++;
    }

    private void Expect(char expected)
    {
        Blanks();
        if (Current != expected) throw new FormatException($"'{expected}' is missing.");
        _position++;
    }
}
