namespace ActorStream.Connectors.Formats;

/// <summary>The parts of a number's text: sign, digits with an optional point, optional exponent.</summary>
internal readonly struct DecimalText
{
    private DecimalText(bool isNegative, int digitsStart, int digitsEnd, int leadingZeros, int significantCount, long pointAt)
    {
        IsNegative = isNegative;
        DigitsStart = digitsStart;
        DigitsEnd = digitsEnd;
        LeadingZeros = leadingZeros;
        SignificantCount = significantCount;
        PointAt = pointAt;
    }

    /// <summary>Whether it begins with a minus.</summary>
    public bool IsNegative { get; }

    /// <summary>Where the digits begin; a point may stand among them.</summary>
    public int DigitsStart { get; }

    /// <summary>Where they end.</summary>
    public int DigitsEnd { get; }

    /// <summary>How many of the digits are zeros before the first other digit.</summary>
    public int LeadingZeros { get; }

    /// <summary>How many digits follow those; 0 for zero.</summary>
    public int SignificantCount { get; }

    /// <summary>How many digits stand before the point once the exponent is applied; may be negative or beyond the digits.</summary>
    public long PointAt { get; }

    /// <summary>Reads the whole text.</summary>
    /// <returns>False where it is no number.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out DecimalText number)
    {
        number = default;
        int i = 0;
        bool negative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+') negative = text[i++] == (byte)'-';
        int start = i;
        int digits = 0;
        int zeros = 0;
        int point = -1;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                if (digit == 0 && zeros == digits) zeros++;
                digits++;
            }
            else if (text[i] == (byte)'.' && point < 0) point = digits;
            else break;
        }
        if (digits == 0) return false;
        int end = i;
        long exponent = 0;
        if (i < text.Length && !TryReadExponent(text[i..], out exponent)) return false;
        number = new DecimalText(negative, start, end, zeros, digits - zeros, (point < 0 ? digits : point) + exponent);
        return true;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        if (text[0] is not ((byte)'e' or (byte)'E')) return false;
        int i = 1;
        bool negative = false;
        if (i < text.Length && text[i] is (byte)'-' or (byte)'+') negative = text[i++] == (byte)'-';
        if (i == text.Length) return false;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit > 9) return false;
            if (exponent < 1_000_000_000) exponent = exponent * 10 + digit;
        }
        if (negative) exponent = -exponent;
        return true;
    }
}
