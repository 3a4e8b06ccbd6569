namespace ActorStream.Expressions.Functions;

/// <summary>What a part of a date pattern is.</summary>
internal enum DatePatternPartKind
{
    /// <summary>Text.</summary>
    Literal,

    /// <summary>A field of the date, the time or the zone.</summary>
    Field,

    /// <summary>The beginning of a part that a text need not have.</summary>
    OptionalStart,

    /// <summary>Its end.</summary>
    OptionalEnd,
}

/// <summary>A part of a date pattern.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Letter">The letter of a field.</param>
/// <param name="Count">How often the letter stands there.</param>
/// <param name="Literal">The text of a literal, as UTF-8.</param>
internal sealed record DatePatternPart(DatePatternPartKind Kind, char Letter, int Count, byte[] Literal)
{
    /// <summary>For a number: digits of the numbers of fixed width that follow it without anything between.</summary>
    public int Reserved { get; init; }

    /// <summary>The literal as UTF-16.</summary>
    public string Text { get; } = Utf8.Decode(Literal);

    /// <summary>Digits that a number has at least and at most; none for names and zones.</summary>
    public (int Least, int Most)? Width => Letter switch
    {
        'y' or 'u' or 'Y' => Count == 2 ? (2, 2) : (Count, 19),
        'M' or 'L' or 'Q' or 'q' or 'e' or 'c' when Count > 2 => null,
        'd' or 'h' or 'H' or 'k' or 'K' or 'm' or 's' or 'M' or 'L' or 'Q' or 'q' or 'e' or 'c' or 'w' or 'W' or 'F' =>
            Count == 2 ? (2, 2) : (1, 19),
        'D' => Count == 1 ? (1, 19) : (Count, 3),
        'S' => (Count, Count),
        'A' or 'n' or 'N' => (Count, 19),
        _ => null,
    };

    /// <summary>Whether a number always has the same width.</summary>
    public bool IsFixed => Width is { } width && width.Least == width.Most;
}

/// <summary>Reads date patterns into parts.</summary>
internal static class DatePatternReader
{
    /// <summary>The parts of a pattern; throws where it is not one.</summary>
    public static DatePatternPart[] Read(string pattern)
    {
        var parts = new List<DatePatternPart>();
        int depth = 0;
        for (int i = 0; i < pattern.Length;)
        {
            char c = pattern[i];
            int start = i;
            if (char.IsAsciiLetter(c))
            {
                while (i < pattern.Length && pattern[i] == c) i++;
                parts.Add(new DatePatternPart(DatePatternPartKind.Field, c, Check(pattern, c, i - start), []));
            }
            else if (c == '\'')
            {
                parts.Add(Literal(Quoted(pattern, ref i)));
            }
            else if (c is '{' or '}' or '#' || c == ']' && depth == 0)
            {
                throw Error(pattern, $"the character '{c}' is reserved");
            }
            else
            {
                i++;
                depth += c == '[' ? 1 : c == ']' ? -1 : 0;
                parts.Add(c switch
                {
                    '[' => new DatePatternPart(DatePatternPartKind.OptionalStart, c, 0, []),
                    ']' => new DatePatternPart(DatePatternPartKind.OptionalEnd, c, 0, []),
                    _ => Literal(c.ToString()),
                });
            }
        }
        for (; depth > 0; depth--) parts.Add(new DatePatternPart(DatePatternPartKind.OptionalEnd, ']', 0, []));
        return Reserve(Merge(parts));
    }

    /// <summary>The text between quotes, of which two stand for one.</summary>
    internal static string Quoted(string pattern, ref int index)
    {
        var text = new System.Text.StringBuilder();
        for (int i = index + 1; i < pattern.Length; i++)
        {
            if (pattern[i] != '\'')
            {
                text.Append(pattern[i]);
            }
            else if (i + 1 < pattern.Length && pattern[i + 1] == '\'')
            {
                text.Append('\'');
                i++;
            }
            else
            {
                index = i + 1;
                return text.Length == 0 ? "'" : text.ToString();
            }
        }
        throw Error(pattern, "a quote is not closed");
    }

    internal static EvaluationException Error(string pattern, string reason) =>
        new($"'{pattern}' is not a pattern of a date and time: {reason}.", "Use letters such as yyyy-MM-dd HH:mm:ss.SSS.");

    private static DatePatternPart Literal(string text) =>
        new(DatePatternPartKind.Literal, '\0', 0, System.Text.Encoding.UTF8.GetBytes(text));

    private static List<DatePatternPart> Merge(List<DatePatternPart> parts)
    {
        var merged = new List<DatePatternPart>();
        foreach (DatePatternPart part in parts)
        {
            if (part.Kind == DatePatternPartKind.Literal && merged.Count > 0 && merged[^1].Kind == DatePatternPartKind.Literal)
            {
                merged[^1] = Literal(merged[^1].Text + part.Text);
            }
            else
            {
                merged.Add(part);
            }
        }
        return merged;
    }

    /// <summary>A number leaves to the numbers of fixed width that follow it their digits.</summary>
    private static DatePatternPart[] Reserve(List<DatePatternPart> parts)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            if (parts[i].Width is null) continue;
            int reserved = 0;
            for (int j = i + 1; j < parts.Count && parts[j].IsFixed; j++) reserved += parts[j].Width!.Value.Most;
            if (!parts[i].IsFixed) parts[i] = parts[i] with { Reserved = reserved };
        }
        return [.. parts];
    }

    private static int Check(string pattern, char letter, int count)
    {
        int most = letter switch
        {
            'y' or 'u' or 'Y' or 'n' or 'N' or 'A' => 19,
            'S' => 9,
            'M' or 'L' or 'Q' or 'q' or 'E' or 'G' or 'e' or 'X' or 'x' or 'Z' => 5,
            'c' => count == 2 ? 0 : 5,
            'z' or 'O' => 4,
            'D' => 3,
            'd' or 'h' or 'H' or 'k' or 'K' or 'm' or 's' or 'w' or 'V' => 2,
            'a' or 'W' or 'F' => 1,
            _ => 0,
        };
        if (most == 0) throw Error(pattern, $"the letter '{letter}' has no meaning");
        return count <= most ? count : throw Error(pattern, $"there are more than {most} letters '{letter}'");
    }
}
