using System.Globalization;
using System.Numerics;
using System.Text;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>A format of Java's Formatter with the conversions of text, BOOLEAN, characters, integers and floating-point numbers.</summary>
internal sealed class PrintfFormat
{
    private const int MaxPrecision = 10_000;

    private readonly List<Part> _parts = [];

    private PrintfFormat()
    {
    }

    /// <summary>The characters that the widest part has at least.</summary>
    public int MaxWidth => _parts.Count == 0 ? 0 : _parts.Max(p => p.Width);

    private sealed record Part(string Text, int Index, string Flags, int Width, int Precision, char Conversion);

    /// <summary>Reads a format; null where it is none.</summary>
    public static PrintfFormat? Parse(string text)
    {
        var format = new PrintfFormat();
        int ordinary = 0;
        int last = -1;
        for (int i = 0; i < text.Length;)
        {
            int percent = text.IndexOf('%', i);
            format.Add(percent < 0 ? text[i..] : text[i..percent]);
            if (percent < 0) break;
            i = percent + 1;
            int index = ReadIndex(text, ref i);
            int flagsStart = i;
            while (i < text.Length && text[i] is '-' or '#' or '+' or ' ' or '0' or ',' or '(') i++;
            string flags = text[flagsStart..i];
            int width = ReadNumber(text, ref i);
            int precision = -1;
            if (i < text.Length && text[i] == '.')
            {
                i++;
                precision = ReadNumber(text, ref i);
                if (precision < 0) return null;
            }
            if (i >= text.Length) return null;
            char conversion = text[i++];
            if (!IsValid(conversion, flags, width, precision)) return null;
            if (precision > MaxPrecision && char.ToLowerInvariant(conversion) is 'e' or 'f' or 'g') throw new EvaluationException(
                $"PRINTF writes up to {MaxPrecision} digits after the point, got the format '{text}'.");
            if (conversion is '%' or 'n') index = -3;
            else if (index == -1) index = last;
            else if (index == -2) index = ordinary++;
            if (index == -1) return null;
            if (index >= 0) last = index;
            format._parts.Add(new Part("", index, flags, width, precision, conversion));
        }
        return format;
    }

    /// <summary>Writes values; null where one is missing or of another kind than its conversion.</summary>
    public string? Write(object?[] values)
    {
        var text = new StringBuilder();
        foreach (Part part in _parts)
        {
            if (part.Conversion == '\0')
            {
                text.Append(part.Text);
                continue;
            }
            if (part.Index >= values.Length) return null;
            string? written = part.Conversion switch
            {
                '%' => "%",
                'n' => "\n",
                _ => Convert(part, values[part.Index]),
            };
            if (written is null) return null;
            if (char.IsUpper(part.Conversion)) written = written.ToUpperInvariant();
            text.Append(part.Flags.Contains('-') ? written.PadRight(Math.Max(0, part.Width)) : written.PadLeft(Math.Max(0, part.Width)));
        }
        return text.ToString();
    }

    private void Add(string text)
    {
        if (text.Length > 0) _parts.Add(new Part(text, -3, "", -1, -1, '\0'));
    }

    /// <summary>−1 for the argument of the conversion before, −2 for the next one.</summary>
    private static int ReadIndex(string text, ref int i)
    {
        if (i < text.Length && text[i] == '<')
        {
            i++;
            return -1;
        }
        int start = i;
        while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
        if (i > start && i < text.Length && text[i] == '$' && text[start] != '0' && i - start < 6)
        {
            return int.Parse(text.AsSpan(start, i++ - start), CultureInfo.InvariantCulture) - 1;
        }
        i = start;
        return -2;
    }

    private static int ReadNumber(string text, ref int i)
    {
        int start = i;
        while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
        if (int.TryParse(text.AsSpan(start, i - start), CultureInfo.InvariantCulture, out int number)) return number;
        // A number too large is left where it stands, and is no conversion.
        i = start;
        return -1;
    }

    private static bool IsValid(char conversion, string flags, int width, int precision)
    {
        if (width < 0 && flags.AsSpan().IndexOfAny('-', '0') >= 0 || flags.Contains('-') && flags.Contains('0')) return false;
        if (flags.Contains('+') && flags.Contains(' ')) return false;
        string allowed = conversion switch
        {
            's' or 'S' or 'b' or 'B' or 'c' or 'C' or '%' => "-",
            'd' => "-+ 0,(",
            'x' or 'X' or 'o' => "-#0",
            'f' => "-#+ 0,(",
            'e' or 'E' => "-#+ 0(",
            'g' or 'G' => "-+ 0,(",
            'n' => "",
            _ => "\0",
        };
        if (allowed == "\0" || conversion == 'n' && (width >= 0 || precision >= 0)) return false;
        if (precision >= 0 && conversion is 'd' or 'x' or 'X' or 'o' or 'c' or 'C' or '%') return precision < 0;
        return flags.All(f => allowed.Contains(f));
    }

    private static string? Convert(Part part, object? value)
    {
        char conversion = char.ToLowerInvariant(part.Conversion);
        if (conversion == 'b') return Cut(value is null ? "false" : value is bool b ? (b ? "true" : "false") : "true", part.Precision);
        if (value is null) return Cut("null", part.Precision);
        return conversion switch
        {
            's' => Cut(Text(value), part.Precision),
            'c' => Character(value),
            'd' => value is sbyte or short or int or long ? Decimal(part, System.Convert.ToInt64(value, CultureInfo.InvariantCulture))
                : null,
            'x' or 'o' => Based(part, value, conversion == 'x' ? 16 : 8),
            _ => value is float or double
                ? Floating(part, conversion, value is float f ? double.Parse(f.ToString("R", CultureInfo.InvariantCulture))
                    : (double)value) : null,
        };
    }

    private static string Cut(string text, int precision) => precision >= 0 && precision < text.Length ? text[..precision] : text;

    private static string Text(object value)
    {
        Span<byte> text = stackalloc byte[48];
        return value switch
        {
            PrintfText other => other.Value,
            bool b => b ? "true" : "false",
            float f => Utf8.Decode(text[..ValueText.JavaFloat(text, f)]),
            double d => Utf8.Decode(text[..ValueText.JavaDouble(text, d)]),
            _ => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        };
    }

    private static string? Character(object value)
    {
        if (value is not (sbyte or short or int)) return null;
        int code = System.Convert.ToInt32(value, CultureInfo.InvariantCulture);
        return Rune.IsValid(code) ? new Rune(code).ToString() : null;
    }

    private static string Decimal(Part part, long value)
    {
        string digits = ((Int128)value < 0 ? -(Int128)value : value).ToString(CultureInfo.InvariantCulture);
        return Signed(part, part.Flags.Contains(',') ? Grouped(digits) : digits, value < 0);
    }

    private static string? Based(Part part, object value, int radix)
    {
        ulong bits;
        switch (value)
        {
            case sbyte n: bits = unchecked((byte)n); break;
            case short n: bits = unchecked((ushort)n); break;
            case int n: bits = unchecked((uint)n); break;
            case long n: bits = unchecked((ulong)n); break;
            default: return null;
        }
        string digits = radix == 16 ? bits.ToString("x", CultureInfo.InvariantCulture) : System.Convert.ToString(unchecked((long)bits), 8);
        if (part.Flags.Contains('#')) digits = (radix == 16 ? "0x" : "0") + digits;
        return part.Flags.Contains('0') ? digits.PadLeft(part.Width, '0') : digits;
    }

    private static string Floating(Part part, char conversion, double value)
    {
        bool isNegative = value < 0 || double.IsNegative(value);
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return isNegative ? "-Infinity" : part.Flags.Contains('+') ? "+Infinity" : "Infinity";
        int precision = part.Precision < 0 ? 6 : part.Precision;
        (BigInteger unscaled, int scale) = Shortest(Math.Abs(value));
        string text;
        if (conversion == 'g')
        {
            precision = Math.Max(1, precision);
            int digits = unscaled.IsZero ? 1 : unscaled.ToString(CultureInfo.InvariantCulture).Length;
            int exponent = unscaled.IsZero ? 0 : digits - 1 - scale;
            bool isPlain = unscaled.IsZero || exponent >= -4 && exponent < precision;
            text = isPlain ? Plain(unscaled, scale, Math.Max(0, precision - exponent - 1)) : Scientific(unscaled, scale, precision - 1);
        }
        else
        {
            text = conversion == 'f' ? Plain(unscaled, scale, precision) : Scientific(unscaled, scale, precision);
        }
        if (part.Flags.Contains('#') && !text.Contains('.')) text += ".";
        if (part.Flags.Contains(','))
        {
            int point = text.IndexOf('.');
            text = point < 0 ? Grouped(text) : Grouped(text[..point]) + text[point..];
        }
        return Signed(part, text, isNegative);
    }

    private static string Signed(Part part, string digits, bool isNegative)
    {
        (string before, string after) = isNegative ? (part.Flags.Contains('(') ? ("(", ")") : ("-", ""))
            : (part.Flags.Contains('+') ? "+" : part.Flags.Contains(' ') ? " " : "", "");
        if (part.Flags.Contains('0')) digits = digits.PadLeft(Math.Max(0, part.Width - before.Length - after.Length), '0');
        return before + digits + after;
    }

    private static string Grouped(string digits)
    {
        var text = new StringBuilder(digits);
        for (int i = digits.Length - 3; i > 0; i -= 3) text.Insert(i, ',');
        return text.ToString();
    }

    /// <summary>The shortest decimal digits of a number, as an unscaled value and a scale.</summary>
    private static (BigInteger Unscaled, int Scale) Shortest(double value)
    {
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        int e = shortest.IndexOf('E');
        int exponent = e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = e < 0 ? shortest : shortest[..e];
        int point = mantissa.IndexOf('.');
        int scale = (point < 0 ? 0 : mantissa.Length - point - 1) - exponent;
        return (BigInteger.Parse(mantissa.Replace(".", ""), CultureInfo.InvariantCulture), scale);
    }

    private static BigInteger Rescale(BigInteger unscaled, int from, int to)
    {
        if (to >= from) return unscaled * BigInteger.Pow(10, to - from);
        BigInteger divisor = BigInteger.Pow(10, from - to);
        BigInteger quotient = BigInteger.DivRem(unscaled, divisor, out BigInteger rest);
        return rest * 2 >= divisor ? quotient + 1 : quotient;
    }

    private static string Plain(BigInteger unscaled, int scale, int precision)
    {
        string digits = Rescale(unscaled, scale, precision).ToString(CultureInfo.InvariantCulture).PadLeft(precision + 1, '0');
        return precision == 0 ? digits : $"{digits[..^precision]}.{digits[^precision..]}";
    }

    private static string Scientific(BigInteger unscaled, int scale, int precision)
    {
        int count = unscaled.ToString(CultureInfo.InvariantCulture).Length;
        int exponent = unscaled.IsZero ? 0 : count - 1 - scale;
        string digits = Rescale(unscaled, scale, precision - exponent).ToString(CultureInfo.InvariantCulture);
        if (digits.Length > precision + 1)
        {
            exponent++;
            digits = digits[..^1];
        }
        digits = digits.PadRight(precision + 1, '0');
        string mantissa = precision == 0 ? digits : $"{digits[..1]}.{digits[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }
}
