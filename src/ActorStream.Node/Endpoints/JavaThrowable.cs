using System.Buffers.Binary;

namespace ActorStream.Node.Endpoints;

/// <summary>
/// A failure in the form of Java's object serialization, without which Flink's own clients cannot read one: a
/// <c>org.apache.flink.util.SerializedThrowable</c> (Flink 2.2) that holds its class's name and its text, and no exception.
/// </summary>
/// <remarks><see href="https://docs.oracle.com/en/java/javase/17/docs/specs/serialization/protocol.html">The stream's grammar.</see>
/// </remarks>
internal static class JavaThrowable
{
    private const int MaxChars = 10_000;
    private const byte Null = 0x70, String = 0x74;

    // The header, the object and its classes with their fields, down to Throwable; then no cause.
    private const string Start = "aced00057372" + "0029"
        + "6f72672e6170616368652e666c696e6b2e7574696c2e53657269616c697a65645468726f7761626c65"
        + "65169df51fa713f3020003" + "4c001966756c6c537472696e676966696564537461636b5472616365"
        + "7400124c6a6176612f6c616e672f537472696e673b" + "4c00166f726967696e616c4572726f72436c6173734e616d65" + "71007e0001"
        + "5b001373657269616c697a6564457863657074696f6e" + "7400025b42" + "78"
        + "72" + "00136a6176612e6c616e672e457863657074696f6e" + "d0fd1f3e1a3b1cc4020000" + "78"
        + "72" + "00136a6176612e6c616e672e5468726f7761626c65" + "d5c635273977b8cb030004"
        + "4c00056361757365" + "7400154c6a6176612f6c616e672f5468726f7761626c653b" + "4c000d64657461696c4d657373616765" + "71007e0001"
        + "5b000a737461636b5472616365" + "74001e5b4c6a6176612f6c616e672f537461636b5472616365456c656d656e743b"
        + "4c001473757070726573736564457863657074696f6e73" + "7400104c6a6176612f7574696c2f4c6973743b" + "7870" + "70";

    // Behind the message: no stack trace, nothing suppressed.
    private const string Middle = "7572"
        + "001e5b4c6a6176612e6c616e672e537461636b5472616365456c656d656e743b" + "02462a3c3cfd2239020000" + "7870"
        + "00000000" + "7372" + "001f6a6176612e7574696c2e436f6c6c656374696f6e7324456d7074794c697374" + "7ab817b43ca79ede020000" + "7870"
        + "78";

    /// <summary>Serializes a failure.</summary>
    public static byte[] Serialize(string type, string message)
    {
        if (message.Length > MaxChars) message = message[..MaxChars];
        using var stream = new MemoryStream();
        stream.Write(Convert.FromHexString(Start));
        Write(stream, $"{type}: {message}");
        stream.Write(Convert.FromHexString(Middle));
        Write(stream, $"{type}: {message}\n");
        Write(stream, type);
        stream.WriteByte(Null);
        return stream.ToArray();
    }

    /// <summary>Java's own UTF-8: surrogates by themselves, and zero in two bytes.</summary>
    private static void Write(MemoryStream stream, string text)
    {
        var bytes = new List<byte>(text.Length);
        foreach (char c in text)
        {
            if (c is > '\0' and < '\u0080')
            {
                bytes.Add((byte)c);
            }
            else if (c < '\u0800')
            {
                bytes.AddRange([(byte)(0xC0 | (c >> 6)), (byte)(0x80 | (c & 0x3F))]);
            }
            else
            {
                bytes.AddRange([(byte)(0xE0 | (c >> 12)), (byte)(0x80 | ((c >> 6) & 0x3F)), (byte)(0x80 | (c & 0x3F))]);
            }
        }
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)bytes.Count);
        stream.WriteByte(String);
        stream.Write(length);
        stream.Write(bytes.ToArray());
    }
}
