using System.Numerics;
using System.Runtime.CompilerServices;

namespace ActorStream.Types;

/// <summary>
/// The decimal digits that Java up to version 18 gives a FLOAT or DOUBLE (<c>Float.toString</c>, <c>Double.toString</c>), which are not
/// always the fewest that tell it from its neighbours: 123456789.125 as a FLOAT is <c>1.23456792E8</c>.
/// </summary>
public static class JavaDigits
{
    /// <summary>The most bytes that <see cref="Write(double, Span{byte})"/> writes.</summary>
    public const int MaxLength = 32;

    private const int MantissaBits = 52;

    private static readonly long[] PowersOf5 = MakePowers();

    // How many digits of an integer say nothing, by the bits that it has beyond its precision.
    private static ReadOnlySpan<byte> InsignificantDigits =>
    [
        0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9,
        9, 9, 10, 10, 10, 11, 11, 11, 12, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, 15, 15, 16, 16, 16, 17, 17, 17, 18, 18, 18, 19,
    ];

    /// <summary>Writes a DOUBLE as Java does: plain from 0.001 to below 10^7, else with one digit before the point.</summary>
    /// <returns>The bytes written.</returns>
    public static int Write(double value, Span<byte> target)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> MantissaBits) & 0x7FF;
        long fraction = bits & ((1L << MantissaBits) - 1);
        if (exponent == 0x7FF) return WriteSpecial(fraction != 0, bits < 0, target);
        if (exponent == 0 && fraction == 0) return Copy(bits < 0 ? "-0.0"u8 : "0.0"u8, target);
        int precision = MantissaBits + 1;
        if (exponent == 0) (fraction, exponent, precision) = Normalize(fraction, MantissaBits);
        else fraction |= 1L << MantissaBits;
        return Layout(bits < 0, exponent - 1023, fraction, precision, target);
    }

    /// <summary>Writes a FLOAT as Java does.</summary>
    /// <returns>The bytes written.</returns>
    public static int Write(float value, Span<byte> target)
    {
        const int FloatBits = 23;
        int bits = BitConverter.SingleToInt32Bits(value);
        int exponent = (bits >> FloatBits) & 0xFF;
        long fraction = bits & ((1L << FloatBits) - 1);
        if (exponent == 0xFF) return WriteSpecial(fraction != 0, bits < 0, target);
        if (exponent == 0 && fraction == 0) return Copy(bits < 0 ? "-0.0"u8 : "0.0"u8, target);
        int precision = FloatBits + 1;
        if (exponent == 0) (fraction, exponent, precision) = Normalize(fraction, FloatBits);
        else fraction |= 1L << FloatBits;
        return Layout(bits < 0, exponent - 127, fraction << (MantissaBits - FloatBits), precision, target);
    }

    private static (long Fraction, int Exponent, int Precision) Normalize(long fraction, int bits)
    {
        int length = 64 - BitOperations.LeadingZeroCount((ulong)fraction);
        int shift = bits + 1 - length;
        return (fraction << shift, 1 - shift, length);
    }

    private static int Layout(bool isNegative, int exponent, long fraction, int precision, Span<byte> target)
    {
        Span<byte> digits = stackalloc byte[MaxLength];
        int point = Develop(exponent, fraction, precision, digits, out int count);
        int at = 0;
        if (isNegative) target[at++] = (byte)'-';
        if (point is > 0 and < 8)
        {
            for (int i = 0; i < point; i++) target[at++] = i < count ? digits[i] : (byte)'0';
            target[at++] = (byte)'.';
            return count > point ? at + Copy(digits[point..count], target[at..]) : at + Copy("0"u8, target[at..]);
        }
        if (point is > -3 and <= 0)
        {
            at += Copy("0."u8, target[at..]);
            for (int i = point; i < 0; i++) target[at++] = (byte)'0';
            return at + Copy(digits[..count], target[at..]);
        }
        target[at++] = digits[0];
        target[at++] = (byte)'.';
        at += count > 1 ? Copy(digits[1..count], target[at..]) : Copy("0"u8, target[at..]);
        target[at++] = (byte)'E';
        (point - 1).TryFormat(target[at..], out int written);
        return at + written;
    }

    /// <summary>The digits of fraction · 2^(exponent − 52).</summary>
    /// <returns>How many of them stand before the point.</returns>
    private static int Develop(int exponent, long fraction, int precision, Span<byte> digits, out int count)
    {
        int zeros = BitOperations.TrailingZeroCount(fraction);
        int fractionBits = MantissaBits + 1 - zeros;
        int tinyBits = Math.Max(0, fractionBits - exponent - 1);
        if (tinyBits == 0 && exponent <= 62)
        {
            int beyond = exponent - precision - 1;
            int insignificant = exponent > precision && beyond > 1 ? InsignificantDigits[beyond] : 0;
            long whole = exponent >= MantissaBits ? fraction << (exponent - MantissaBits) : fraction >> (MantissaBits - exponent);
            return DevelopInteger(whole, insignificant, digits, out count);
        }
        int point = EstimatePoint(fraction, exponent);
        int b5 = Math.Max(0, -point);
        int b2 = b5 + tinyBits + exponent;
        int s5 = Math.Max(0, point);
        int s2 = s5 + tinyBits;
        int m2 = b2 - precision;
        b2 -= fractionBits - 1;
        int common = Math.Min(b2, s2);
        b2 -= common;
        s2 -= common;
        m2 -= common;
        // Below a power of two the next number is only half as far away.
        if (fractionBits == 1) m2--;
        if (m2 < 0)
        {
            b2 -= m2;
            s2 -= m2;
            m2 = 0;
        }
        int bits = fractionBits + b2 + BitsOfPowerOf5(b5);
        int tenBits = s2 + 1 + BitsOfPowerOf5(s5 + 1);
        fraction >>>= zeros;
        if (bits < 64 && tenBits < 64)
        {
            bool isInt = bits < 32 && tenBits < 32;
            long b = (fraction * PowersOf5[b5]) << b2;
            return DevelopSmall(b, PowersOf5[s5] << s2, PowersOf5[b5] << m2, point, isInt, digits, out count);
        }
        BigInteger large = (fraction * BigInteger.Pow(5, b5)) << b2;
        return DevelopLarge(large, BigInteger.Pow(5, s5) << s2, BigInteger.Pow(5, b5) << m2, point, digits, out count);
    }

    /// <summary>Digit by digit, until what is left is nearer than half the distance to a neighbour. Java reckons in <c>int</c> or
    /// <c>long</c> here and lets them overflow, which shows in some digits.</summary>
    private static int DevelopSmall(long b, long s, long m, int point, bool isInt, Span<byte> digits, out int count)
    {
        long tens = Wrap(s * 10, isInt);
        count = 0;
        long digit = b / s;
        b = Wrap(b % s * 10, isInt);
        m = Wrap(m * 10, isInt);
        bool low = b < m;
        bool high = Wrap(b + m, isInt) > tens;
        if (digit == 0 && !high) point--;
        else digits[count++] = (byte)('0' + digit);
        // With an exponent there is a digit after the point in any case.
        if (point is < -3 or >= 8) low = high = false;
        while (!low && !high)
        {
            digit = b / s;
            b = Wrap(b % s * 10, isInt);
            m = Wrap(m * 10, isInt);
            low = m <= 0 || b < m;
            high = m <= 0 || Wrap(b + m, isInt) > tens;
            digits[count++] = (byte)('0' + digit);
        }
        if (!high) return point + 1;
        long toHalf = low ? Wrap((b << 1) - tens, isInt) : 1;
        bool roundsUp = toHalf > 0 || (toHalf == 0 && (digits[count - 1] & 1) != 0);
        return point + 1 + (roundsUp ? RoundUp(digits[..count]) : 0);
    }

    private static long Wrap(long value, bool isInt) => isInt ? (int)value : value;

    /// <summary>The same with numbers of any size; a number just between counts as high.</summary>
    private static int DevelopLarge(BigInteger b, BigInteger s, BigInteger m, int point, Span<byte> digits, out int count)
    {
        BigInteger tens = s * 10;
        count = 0;
        BigInteger digit = BigInteger.DivRem(b, s, out BigInteger rest);
        b = rest * 10;
        m *= 10;
        bool low = b < m;
        bool high = b + m >= tens;
        if (digit.IsZero && !high) point--;
        else digits[count++] = (byte)('0' + (int)digit);
        if (point is < -3 or >= 8) low = high = false;
        while (!low && !high)
        {
            digit = BigInteger.DivRem(b, s, out rest);
            b = rest * 10;
            m *= 10;
            low = b < m;
            high = b + m >= tens;
            digits[count++] = (byte)('0' + (int)digit);
        }
        if (!high) return point + 1;
        int toHalf = low ? (b + b).CompareTo(tens) : 1;
        bool roundsUp = toHalf > 0 || (toHalf == 0 && (digits[count - 1] & 1) != 0);
        return point + 1 + (roundsUp ? RoundUp(digits[..count]) : 0);
    }

    private static int DevelopInteger(long value, int insignificant, Span<byte> digits, out int count)
    {
        for (int i = 0; i < insignificant; i++)
        {
            long unit = value % 10;
            value /= 10;
            if (i == insignificant - 1 && unit >= 5) value++;
        }
        value.TryFormat(digits, out count);
        int point = count + insignificant;
        while (count > 1 && digits[count - 1] == (byte)'0') count--;
        return point;
    }

    /// <summary>Adds one to the last digit.</summary>
    /// <returns>1 where that gave a power of ten, which has a digit more.</returns>
    private static int RoundUp(Span<byte> digits)
    {
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            if (digits[i] != (byte)'9')
            {
                digits[i]++;
                return 0;
            }
            digits[i] = (byte)'0';
        }
        digits[0] = (byte)'1';
        return 1;
    }

    private static int EstimatePoint(long fraction, int exponent)
    {
        double mantissa = Unsafe.BitCast<long, double>((1023L << MantissaBits) | (fraction & ((1L << MantissaBits) - 1)));
        return (int)Math.Floor((mantissa - 1.5) * 0.289529654 + 0.176091259 + exponent * 0.301029995663981);
    }

    private static int BitsOfPowerOf5(int power) => power < PowersOf5.Length
        ? 64 - BitOperations.LeadingZeroCount((ulong)PowersOf5[power])
        : power * 3;

    private static int WriteSpecial(bool isNaN, bool isNegative, Span<byte> target) =>
        Copy(isNaN ? "NaN"u8 : isNegative ? "-Infinity"u8 : "Infinity"u8, target);

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text.CopyTo(target);
        return text.Length;
    }

    private static long[] MakePowers()
    {
        long[] powers = new long[27];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 5;
        return powers;
    }
}
