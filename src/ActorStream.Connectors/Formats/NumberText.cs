using System.Globalization;
using System.Text;

namespace ActorStream.Connectors.Formats;

/// <summary>Numbers as text, read as Java's <c>parseLong</c>, <c>BigDecimal</c> and <c>parseDouble</c> read them.</summary>
internal static class NumberText
{
    private static readonly double[] ExactPowers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    private static readonly Int128[] Powers = MakePowers();

    private static readonly long[] LongPowers = [.. Powers.Take(19).Select(p => (long)p)];

    /// <summary>10 to the power of 0 to 18.</summary>
    public static ReadOnlySpan<long> LongPowersOfTen => LongPowers;

    /// <summary>10 to the power of 0 to 38.</summary>
    public static ReadOnlySpan<Int128> PowersOfTen => Powers;

    /// <summary>Without leading and trailing characters up to the blank, as Java's <c>trim</c>.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0;
        while (start < text.Length && text[start] <= 0x20) start++;
        int end = text.Length;
        while (end > start && text[end - 1] <= 0x20) end--;
        return text[start..end];
    }

    /// <summary>A whole number with an optional sign.</summary>
    public static bool TryParseLong(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        int i = 0;
        bool negative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+') negative = text[i++] == (byte)'-';
        if (i == text.Length) return false;
        ulong sum = 0;
        int digits = 0;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit > 9) return ForeignDigits.ToAscii(text) is { } ascii && TryParseLong(ascii, out value);
            if (sum != 0 || digit != 0) digits++;
            if (digits > 19) return false;
            sum = sum * 10 + digit;
        }
        if (sum > (negative ? 1UL << 63 : long.MaxValue)) return false;
        value = negative ? (long)(0 - sum) : (long)sum;
        return true;
    }

    /// <summary>A decimal with an optional sign, point and exponent, rounded half up to <paramref name="scale"/>.</summary>
    /// <param name="text">The text, not trimmed.</param>
    /// <param name="precision">The most digits.</param>
    /// <param name="scale">The digits after the point.</param>
    /// <param name="value">The unscaled value.</param>
    /// <param name="overflow">True where the number has more digits than <paramref name="precision"/>: NULL, as Flink has it.</param>
    /// <returns>False where the text is no number.</returns>
    public static bool TryParseDecimal(ReadOnlySpan<byte> text, int precision, int scale, out Int128 value, out bool overflow)
    {
        value = 0;
        overflow = false;
        if (!DecimalText.TryRead(text, out DecimalText number))
            return ForeignDigits.ToAscii(text) is { } ascii && TryParseDecimal(ascii, precision, scale, out value, out overflow);
        // The digits up to the wanted scale make the value; the first one after them decides the rounding.
        long wanted = number.PointAt + scale;
        if (wanted < 0 || number.SignificantCount == 0) return true;
        if (wanted - number.LeadingZeros > 39)
        {
            overflow = true;
            return true;
        }
        UInt128 sum = 0;
        int taken = 0;
        bool roundUp = false;
        int end = Math.Min(text.Length, number.DigitsEnd);
        for (int i = number.DigitsStart; i < end; i++)
        {
            if (text[i] == (byte)'.') continue;
            if (taken++ < wanted)
            {
                sum = sum * 10 + (uint)(text[i] - '0');
                continue;
            }
            roundUp = text[i] >= (byte)'5';
            break;
        }
        for (; taken < wanted; taken++) sum *= 10;
        if (roundUp) sum++;
        if (sum >= (UInt128)Powers[Math.Min(precision, 38)])
        {
            overflow = true;
            return true;
        }
        value = number.IsNegative ? -(Int128)sum : (Int128)sum;
        return true;
    }

    /// <summary>A DOUBLE as <c>Double.parseDouble</c> reads it, but for hexadecimal ones.</summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> text, out double value)
    {
        text = WithoutTypeSuffix(Trim(text));
        if (TryParseExactDouble(text, out value)) return true;
        if (DecimalText.TryRead(text, out _))
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }
        return TryParseSpecial(text, out value);
    }

    /// <summary>A FLOAT as <c>Float.parseFloat</c> reads it, but for hexadecimal ones.</summary>
    public static bool TryParseFloat(ReadOnlySpan<byte> text, out float value)
    {
        text = WithoutTypeSuffix(Trim(text));
        if (DecimalText.TryRead(text, out _))
        {
            return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }
        bool known = TryParseSpecial(text, out double special);
        value = (float)special;
        return known;
    }

    /// <summary>The whole part of a number, as a Java parser narrows a fraction to an integer.</summary>
    public static bool TryTruncate(ReadOnlySpan<byte> number, out long value)
    {
        value = 0;
        if (!DecimalText.TryRead(number, out DecimalText parts)) return false;
        if (parts.SignificantCount == 0 || parts.PointAt <= parts.LeadingZeros) return true;
        if (parts.PointAt - parts.LeadingZeros > 19) return false;
        UInt128 sum = 0;
        int taken = 0;
        for (int i = parts.DigitsStart; i < parts.DigitsEnd && taken < parts.PointAt; i++)
        {
            if (number[i] == (byte)'.') continue;
            sum = sum * 10 + (uint)(number[i] - '0');
            taken++;
        }
        for (; taken < parts.PointAt; taken++) sum *= 10;
        if (sum > (parts.IsNegative ? (UInt128)1 << 63 : (UInt128)long.MaxValue)) return false;
        value = parts.IsNegative ? (long)-(Int128)sum : (long)sum;
        return true;
    }

    /// <summary>The text for a message, shortened.</summary>
    public static string Quote(ReadOnlySpan<byte> text)
    {
        const int Most = 80;
        return text.Length <= Most ? Encoding.UTF8.GetString(text) : Encoding.UTF8.GetString(text[..Most]) + "…";
    }

    /// <summary>Numbers whose digits and power of ten are both exact doubles need one correctly rounded operation.</summary>
    private static bool TryParseExactDouble(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        int i = 0;
        bool negative = false;
        if (text.Length > 0 && text[0] == (byte)'-')
        {
            negative = true;
            i = 1;
        }
        ulong sum = 0;
        int digits = 0;
        int fraction = -1;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                sum = sum * 10 + digit;
                digits++;
                if (fraction >= 0) fraction++;
            }
            else if (text[i] == (byte)'.' && fraction < 0) fraction = 0;
            else return false;
        }
        if (digits is 0 or > 18 || sum > 1UL << 53 || fraction > 22) return false;
        value = fraction > 0 ? sum / ExactPowers[fraction] : sum;
        if (negative) value = -value;
        return true;
    }

    private static bool TryParseSpecial(ReadOnlySpan<byte> text, out double value)
    {
        bool negative = text.Length > 0 && text[0] == (byte)'-';
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+') text = text[1..];
        value = text.SequenceEqual("NaN"u8) ? double.NaN : negative ? double.NegativeInfinity : double.PositiveInfinity;
        return text.SequenceEqual("NaN"u8) || text.SequenceEqual("Infinity"u8);
    }

    private static ReadOnlySpan<byte> WithoutTypeSuffix(ReadOnlySpan<byte> text) =>
        text.Length > 1 && (text[^1] | 0x20) is 'd' or 'f' && text[^2] is (byte)'.' or (>= (byte)'0' and <= (byte)'9') ? text[..^1] : text;

    private static Int128[] MakePowers()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
