using System.Buffers.Text;
using System.Text;
using ActorStream.Types;

namespace ActorStream.Expressions.Functions;

/// <summary>Rounds in decimal digits, half up, or cuts them off; a DOUBLE by the shortest digits that stand for it, as Java does.</summary>
internal static class Rounding
{
    /// <summary>A DECIMAL's unscaled value with <paramref name="drop"/> digits less.</summary>
    public static Int128 Drop(Int128 unscaled, int drop, bool truncates)
    {
        if (drop <= 0) return unscaled;
        if (drop > 38) return 0;
        Int128 power = DecimalMath.Pow10(drop);
        Int128 quotient = unscaled / power;
        if (truncates) return quotient;
        Int128 rest = Int128.Abs(unscaled - quotient * power);
        return rest >= power - rest ? quotient + (unscaled < 0 ? -1 : 1) : quotient;
    }

    /// <summary>An integer rounded at a digit before the point; wraps where the result does not fit.</summary>
    public static long Round(long value, int scale, bool truncates) => scale >= 0 ? value : scale < -20 ? 0
        : unchecked((long)(Drop(value, -scale, truncates) * DecimalMath.Pow10(-scale)));

    /// <summary>A DOUBLE rounded at a digit.</summary>
    public static double Round(double value, int scale, bool truncates)
    {
        if (!double.IsFinite(value)) throw new EvaluationException($"{value} cannot be rounded.");
        if (value == 0) return 0;
        Span<byte> digits = stackalloc byte[32];
        (int count, int point) = Digits(Math.Abs(value), digits[1..]);
        long keep = (long)point + scale;
        if (keep >= count) return value;
        if (keep < 0) return 0;
        digits[0] = (byte)'0';
        int last = (int)keep;
        if (!truncates && digits[last + 1] >= '5') Increment(digits, last);
        digits = digits[..(last + 1)];
        if (digits.IndexOfAnyExcept((byte)'0') < 0) return 0;
        Span<byte> text = stackalloc byte[64];
        digits.CopyTo(text);
        text[digits.Length] = (byte)'E';
        Utf8Formatter.TryFormat(point - last, text[(digits.Length + 1)..], out int written);
        double rounded = double.Parse(text[..(digits.Length + 1 + written)], System.Globalization.NumberStyles.Float, null);
        return value < 0 ? -rounded : rounded;
    }

    private static void Increment(Span<byte> digits, int last)
    {
        while (digits[last] == '9') digits[last--] = (byte)'0';
        digits[last]++;
    }

    /// <summary>The shortest digits of a positive number, and how many of them are before the point.</summary>
    private static (int Count, int Point) Digits(double value, Span<byte> digits)
    {
        Span<byte> text = stackalloc byte[400];
        value.TryFormat(text, out int length, "R");
        ReadOnlySpan<byte> number = text[..length];
        int exponent = 0;
        int e = number.IndexOf((byte)'E');
        if (e >= 0)
        {
            exponent = int.Parse(Encoding.ASCII.GetString(number[(e + 1)..]));
            number = number[..e];
        }
        int point = number.IndexOf((byte)'.');
        if (point < 0) point = number.Length;
        int count = 0, skipped = 0;
        for (int i = 0; i < number.Length; i++)
        {
            if (number[i] == '.') continue;
            if (count == 0 && number[i] == '0') skipped++;
            else if (count < 20) digits[count++] = number[i];
        }
        return (count, point - skipped + exponent);
    }
}
