using System.Globalization;

namespace ActorStream.Expressions.Functions;

/// <summary>Tells letters, digits and numbers as Java does.</summary>
internal static class TextKind
{
    /// <summary>Whether a text has letters only, at least one.</summary>
    public static bool IsAlpha(string text) => text.Length > 0 && text.All(char.IsLetter);

    /// <summary>Whether a text has decimal digits of any script only, at least one.</summary>
    public static bool IsDigit(string text) => text.Length > 0 && text.All(char.IsDigit);

    /// <summary>Whether Java's Double.valueOf takes a text.</summary>
    public static bool IsDecimal(string text)
    {
        ReadOnlySpan<char> number = text;
        while (!number.IsEmpty && number[0] <= ' ') number = number[1..];
        while (!number.IsEmpty && number[^1] <= ' ') number = number[..^1];
        if (number.IsEmpty) return false;
        ReadOnlySpan<char> unsigned = number[0] is '+' or '-' ? number[1..] : number;
        if (unsigned is "NaN" or "Infinity") return true;
        if (unsigned.Length > 1 && unsigned[^1] is 'd' or 'D' or 'f' or 'F') unsigned = unsigned[..^1];
        if (unsigned.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return IsHexadecimal(unsigned[2..]);
        return unsigned.Length > 0 && (char.IsAsciiDigit(unsigned[0]) || unsigned[0] == '.')
            && double.TryParse(unsigned, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _);
    }

    private static bool IsHexadecimal(ReadOnlySpan<char> number)
    {
        int exponent = number.IndexOfAny('p', 'P');
        if (exponent < 0) return false;
        ReadOnlySpan<char> mantissa = number[..exponent];
        int digits = 0, points = 0;
        foreach (char c in mantissa)
        {
            if (c == '.') points++;
            else if (char.IsAsciiHexDigit(c)) digits++;
            else return false;
        }
        return digits > 0 && points <= 1
            && int.TryParse(number[(exponent + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
    }
}
