using System.Numerics;
using System.Runtime.CompilerServices;

namespace ActorStream.Types;

/// <summary>Arithmetic of DECIMALs: unscaled values of at most 38 digits, rounded half up (away from zero at the half), as Java's
/// BigDecimal does. What does not fit gives false, which is NULL.</summary>
internal static class DecimalMath
{
    private static readonly long[] LongPowers = MakeLongPowers();
    private static readonly Int128[] Powers = MakePowers();
    private static readonly BigInteger BigLimit = BigInteger.Pow(10, 38);

    /// <summary>10^exponent, exponent 0–38.</summary>
    public static Int128 Pow10(int exponent) => Powers[exponent];

    /// <summary>10^exponent, exponent 0–18.</summary>
    public static long LongPow10(int exponent) => LongPowers[exponent];

    /// <summary>Whether a value has at most so many digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(Int128 value, int precision)
    {
        Int128 limit = Powers[precision];
        return value < limit && value > -limit;
    }

    /// <summary>Changes the scale of a value and checks that it fits the precision.</summary>
    public static bool TryRescale(Int128 value, int fromScale, int toScale, int precision, out Int128 result)
    {
        int change = toScale - fromScale;
        if (change <= 0)
        {
            result = change < -38 ? 0 : DivideHalfUp(value, Powers[-change]);
            return Fits(result, precision);
        }
        if (value == 0)
        {
            result = 0;
            return true;
        }
        if (change > 38 || !Fits(value, Math.Max(0, 38 - change)))
        {
            result = 0;
            return false;
        }
        result = value * Powers[change];
        return Fits(result, precision);
    }

    /// <summary>Divides and rounds half up.</summary>
    public static Int128 DivideHalfUp(Int128 value, Int128 divisor)
    {
        if (divisor == 1) return value;
        if (value >= long.MinValue && value <= long.MaxValue && divisor <= long.MaxValue && divisor > 0)
        {
            return DivideHalfUp((long)value, (long)divisor);
        }
        (Int128 quotient, Int128 remainder) = Int128.DivRem(value, divisor);
        Int128 rest = Int128.Abs(remainder);
        Int128 size = Int128.Abs(divisor);
        // rest >= size − rest is 2·rest >= size without the overflow.
        if (rest >= size - rest) quotient += Int128.IsNegative(value) == Int128.IsNegative(divisor) ? 1 : -1;
        return quotient;
    }

    /// <summary>Divides by a positive number and rounds half up.</summary>
    public static long DivideHalfUp(long value, long divisor)
    {
        (long quotient, long remainder) = Math.DivRem(value, divisor);
        long rest = Math.Abs(remainder);
        return rest >= divisor - rest ? quotient + (value < 0 ? -1 : 1) : quotient;
    }

    /// <summary>left + right, or left − right with <paramref name="sign"/> −1.</summary>
    public static bool TryAdd(Int128 left, int leftScale, Int128 right, int rightScale, int sign, int precision, int scale,
        out Int128 result)
    {
        int wide = Math.Max(leftScale, rightScale);
        if (TryRescale(left, leftScale, wide, 38, out Int128 l) && TryRescale(right, rightScale, wide, 38, out Int128 r))
        {
            // Two values below 10^38 cannot overflow 127 bits when added.
            return TryRescale(sign < 0 ? l - r : l + r, wide, scale, precision, out result);
        }
        BigInteger sum = (BigInteger)left * BigInteger.Pow(10, wide - leftScale)
            + sign * (BigInteger)right * BigInteger.Pow(10, wide - rightScale);
        return TryRescale(sum, wide, scale, precision, out result);
    }

    /// <summary>left × right.</summary>
    public static bool TryMultiply(Int128 left, Int128 right, int productScale, int precision, int scale, out Int128 result)
    {
        int bits = 256 - LeadingZeros(left) - LeadingZeros(right);
        if (bits <= 126) return TryRescale(left * right, productScale, scale, precision, out result);
        return TryRescale((BigInteger)left * right, productScale, scale, precision, out result);
    }

    /// <summary>left ÷ right; the divisor is not zero.</summary>
    public static bool TryDivide(Int128 left, int leftScale, Int128 right, int rightScale, int precision, int scale, out Int128 result)
    {
        int shift = scale - leftScale + rightScale;
        if (shift is >= 0 and <= 38 && Fits(left, 38 - shift))
        {
            result = DivideHalfUp(left * Powers[shift], right);
            return Fits(result, precision);
        }
        BigInteger dividend = shift >= 0 ? (BigInteger)left * BigInteger.Pow(10, shift) : left;
        BigInteger divisor = shift >= 0 ? right : (BigInteger)right * BigInteger.Pow(10, -shift);
        return TryNarrow(DivideHalfUp(dividend, divisor), precision, out result);
    }

    /// <summary>The remainder of left ÷ right, with the sign of left; the divisor is not zero.</summary>
    public static bool TryRemainder(Int128 left, int leftScale, Int128 right, int rightScale, int precision, int scale, out Int128 result)
    {
        int wide = Math.Max(leftScale, rightScale);
        if (TryRescale(left, leftScale, wide, 38, out Int128 l) && TryRescale(right, rightScale, wide, 38, out Int128 r))
        {
            return TryRescale(l % r, wide, scale, precision, out result);
        }
        BigInteger rest = BigInteger.Remainder(
            (BigInteger)left * BigInteger.Pow(10, wide - leftScale), (BigInteger)right * BigInteger.Pow(10, wide - rightScale));
        return TryRescale(rest, wide, scale, precision, out result);
    }

    /// <summary>Compares two values of different scales.</summary>
    public static int Compare(Int128 left, int leftScale, Int128 right, int rightScale)
    {
        if (leftScale == rightScale) return left.CompareTo(right);
        int wide = Math.Max(leftScale, rightScale);
        if (TryRescale(left, leftScale, wide, 38, out Int128 l)
            && TryRescale(right, rightScale, wide, 38, out Int128 r)) return l.CompareTo(r);
        return ((BigInteger)left * BigInteger.Pow(10, wide - leftScale)).CompareTo((BigInteger)right * BigInteger.Pow(10,
            wide - rightScale));
    }

    /// <summary>The nearest double.</summary>
    public static double AsDouble(Int128 value, int scale)
    {
        if (scale == 0) return (double)value;
        // Both are exact up to 2^53 and 10^22, and IEEE division rounds once.
        if (scale <= 22 && value <= 1L << 53 && value >= -(1L << 53)) return (double)(long)value / Math.Pow(10, scale);
        Span<char> text = stackalloc char[64];
        value.TryFormat(text, out int written, default, System.Globalization.CultureInfo.InvariantCulture);
        text[written++] = 'E';
        text[written++] = '-';
        scale.TryFormat(text[written..], out int more);
        return double.Parse(text[..(written + more)], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Changes the scale of a wide value and checks that it fits the precision.</summary>
    public static bool TryRescale(BigInteger value, int fromScale, int toScale, int precision, out Int128 result)
    {
        BigInteger rescaled = toScale >= fromScale
            ? value * BigInteger.Pow(10, toScale - fromScale)
            : DivideHalfUp(value, BigInteger.Pow(10, fromScale - toScale));
        return TryNarrow(rescaled, precision, out result);
    }

    private static int LeadingZeros(Int128 value) => (int)Int128.LeadingZeroCount(Int128.Abs(value));

    private static bool TryNarrow(BigInteger value, int precision, out Int128 result)
    {
        if (BigInteger.Abs(value) >= BigLimit)
        {
            result = 0;
            return false;
        }
        result = (Int128)value;
        return Fits(result, precision);
    }

    private static BigInteger DivideHalfUp(BigInteger value, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(value, divisor, out BigInteger remainder);
        if (BigInteger.Abs(remainder) * 2 >= BigInteger.Abs(divisor)) quotient += value.Sign * divisor.Sign;
        return quotient;
    }

    private static long[] MakeLongPowers()
    {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }

    private static Int128[] MakePowers()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
