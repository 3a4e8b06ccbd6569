namespace ActorStream.Expressions.Functions;

/// <summary>Java's predefined character classes, written as the inside of .NET brackets.</summary>
internal static class JavaPatternClasses
{
    private const string Space = "\\t-\\r ";
    private const string NotSpace = "\\u0000-\\u0008\\u000E-\\u001F\\u0021-\\uFFFF";
    private const string Horizontal = "\\t \\u00A0\\u1680\\u180E\\u2000-\\u200A\\u202F\\u205F\\u3000";
    private const string NotHorizontal = "\\u0000-\\u0008\\n-\\u001F\\u0021-\\u009F\\u00A1-\\u167F\\u1681-\\u180D\\u180F-\\u1FFF"
        + "\\u200B-\\u202E\\u2030-\\u205E\\u2060-\\u2FFF\\u3001-\\uFFFF";
    private const string NotVertical = "\\u0000-\\t\\u000E-\\u0084\\u0086-\\u2027\\u202A-\\uFFFF";

    /// <summary>Line terminators, of which CR LF counts as one.</summary>
    public const string LineEnds = "\\n\\r\\u0085\\u2028\\u2029";

    /// <summary>The class of an escape such as <c>\d</c>; null where the letter is none.</summary>
    public static (string Content, bool HasAstral)? OfLetter(char letter, bool isUnicode) => (letter, isUnicode) switch
    {
        ('d', false) => ("0-9", false),
        ('D', false) => ("\\u0000-/:-\\uFFFF", true),
        ('w', false) => ("a-zA-Z_0-9", false),
        ('W', false) => ("\\u0000-/:-@\\[-\\^`\\{-\\uFFFF", true),
        ('s', false) => (Space, false),
        ('S', false) => (NotSpace, true),
        ('d', true) => ("\\d", false),
        ('D', true) => ("\\D", true),
        ('w', true) => ("\\w", true),
        ('W', true) => ("\\W", true),
        ('s', true) => ("\\s", false),
        ('S', true) => ("\\S", true),
        ('h', _) => (Horizontal, false),
        ('H', _) => (NotHorizontal, true),
        ('v', _) => ("\\n-\\r\\u0085\\u2028\\u2029", false),
        ('V', _) => (NotVertical, true),
        _ => null,
    };

    /// <summary>The class of a property's name, as in <c>\p{Lu}</c>; null where it is not known here.</summary>
    public static (string Content, bool HasAstral)? OfProperty(string name, bool isNegated)
    {
        string? ascii = Ascii(name);
        if (ascii is not null) return isNegated ? (Complement(ascii), true) : (Ranges(ascii), false);
        if (Category(name) is { } category) return ($"\\{(isNegated ? 'P' : 'p')}{{{category}}}", true);
        return Script(name) is { } ranges ? (isNegated ? (Complement(ranges), true) : (Ranges(ranges), name is "IsHan" or "IsIdeographic"))
            : null;
    }

    private static string? Ascii(string name) => name switch
    {
        "Lower" => "az",
        "Upper" => "AZ",
        "ASCII" => "\0\x7f",
        "Alpha" => "AZaz",
        "Digit" => "09",
        "Alnum" => "09AZaz",
        "Punct" => "!/:@[`{~",
        "Graph" => "!~",
        "Print" => " ~",
        "Blank" => "\t\t  ",
        "Cntrl" => "\0\x1f\x7f\x7f",
        "XDigit" => "09AFaf",
        "Space" => "\t\r  ",
        _ => null,
    };

    private static string? Category(string name)
    {
        string category = name.StartsWith("Is", StringComparison.Ordinal) ? name[2..] : name;
        int equals = category.IndexOf('=');
        if (equals >= 0 && category[..equals] is "general_category" or "gc") category = category[(equals + 1)..];
        return category switch
        {
            "L" or "Lu" or "Ll" or "Lt" or "Lm" or "Lo" or "M" or "Mn" or "Mc" or "Me" or "N" or "Nd" or "Nl" or "No" or "Z" or "Zs" or "Zl"
                or "Zp" or "C" or "Cc" or "Cf" or "Co" or "Cs" or "Cn" or "P" or "Pd" or "Ps" or "Pe" or "Pc" or "Po" or "Pi" or "Pf" or "S"
                or "Sm" or "Sc" or "Sk" or "So" => category,
            "Alphabetic" or "Letter" or "javaLetter" or "javaAlphabetic" => "L",
            "Lowercase" or "javaLowerCase" => "Ll",
            "Uppercase" or "javaUpperCase" => "Lu",
            "Titlecase" or "javaTitleCase" => "Lt",
            "Digit" or "javaDigit" => "Nd",
            "Punctuation" => "P",
            "Control" or "javaISOControl" => "Cc",
            _ => null,
        };
    }

    /// <summary>Scripts by their main ranges.</summary>
    private static string? Script(string name) => (name.StartsWith("script=", StringComparison.Ordinal) ? "Is" + name[7..] : name) switch
    {
        "IsLatin" => "AZaz\u00AA\u00AA\u00BA\u00BA\u00C0\u00D6\u00D8\u00F6\u00F8\u02B8\u02E0\u02E4\u1D00\u1D25\u1E00\u1EFF"
            + "\uFF21\uFF3A\uFF41\uFF5A",
        "IsGreek" => "\u0370\u0373\u0375\u0377\u037A\u037D\u037F\u037F\u0384\u0384\u0386\u0386\u0388\u03E1\u03F0\u03FF\u1F00\u1FFE",
        "IsCyrillic" => "\u0400\u0484\u0487\u052F\u1C80\u1C88\u1D2B\u1D2B\u2DE0\u2DFF\uA640\uA69F",
        "IsHan" or "IsIdeographic" => "\u2E80\u2FD5\u3005\u3005\u3007\u3007\u3021\u3029\u3038\u303B\u3400\u4DBF\u4E00\u9FFC\uF900\uFAD9",
        "IsHiragana" => "\u3041\u3096\u309D\u309F",
        "IsKatakana" => "\u30A1\u30FA\u30FD\u30FF\u31F0\u31FF\uFF66\uFF6F\uFF71\uFF9D",
        "IsHangul" => "\u1100\u11FF\u302E\u302F\u3131\u318E\uAC00\uD7A3",
        "IsArabic" => "\u0600\u0604\u0606\u060B\u060D\u061A\u061C\u061E\u0620\u063F\u0641\u064A\u0656\u066F\u0671\u06DC\u06DE\u06FF"
            + "\u0750\u077F",
        "IsHebrew" => "\u0591\u05C7\u05D0\u05EA\u05EF\u05F4\uFB1D\uFB4F",
        "IsThai" => "\u0E01\u0E3A\u0E40\u0E5B",
        "IsWhite_Space" or "IsWhiteSpace" or "javaWhitespace" or "javaSpaceChar" =>
            "\t\r  \u0085\u0085\u00A0\u00A0\u1680\u1680\u2000\u200A\u2028\u2029\u202F\u202F\u205F\u205F\u3000\u3000",
        "InBasicLatin" or "InBASIC_LATIN" => "\0\x7f",
        "InLatin-1Supplement" or "InLATIN_1_SUPPLEMENT" => "\u0080\u00FF",
        "InGreek" or "InGREEK" => "\u0370\u03FF",
        "InCyrillic" or "InCYRILLIC" => "\u0400\u04FF",
        "InCJKUnifiedIdeographs" or "InCJK_UNIFIED_IDEOGRAPHS" => "\u4E00\u9FFF",
        _ => null,
    };

    /// <summary>Pairs of first and last characters as ranges.</summary>
    private static string Ranges(string pairs)
    {
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < pairs.Length; i += 2)
        {
            text.Append(JavaPatternSet.Escape(pairs[i])).Append('-').Append(JavaPatternSet.Escape(pairs[i + 1]));
        }
        return text.ToString();
    }

    private static string Complement(string pairs)
    {
        var text = new System.Text.StringBuilder();
        int next = 0;
        for (int i = 0; i < pairs.Length; i += 2)
        {
            if (pairs[i] > next) text.Append(JavaPatternSet.Escape(next)).Append('-').Append(JavaPatternSet.Escape(pairs[i] - 1));
            next = pairs[i + 1] + 1;
        }
        return text.Append(JavaPatternSet.Escape(next)).Append("-\\uFFFF").ToString();
    }
}
