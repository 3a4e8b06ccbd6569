using ActorStream.Connectors;
using ActorStream.Types;

namespace ActorStream.Tests.Connectors.Formats;

public sealed class RawFormatTests
{
    public static TheoryData<DataType, string, string, string> Values => new()
    {
        { DataType.String, "x y", "", "[x y]" },
        { DataType.Bytes, "x", "", "[78]" },
        { DataType.Int, "abcd", "", "[1633837924]" },
        { DataType.Int, "ab", "", "! 0 a: The payload has 2 bytes, not the 4 of a INT." },
        { DataType.BigInt, "abcdefgh", "endianness=little-endian", "[7523094288207667809]" },
        { DataType.Boolean, "\u0001", "", "[true]" },
        { DataType.Double, "abcdefgh", "", "[1.2926117907728089E+161]" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void PayloadIsTheValue(DataType type, string payload, string options, string expected)
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", type));
        Assert.Equal(expected, Coded.Decode("raw", fields, options, payload).Single());
        if (expected[0] == '!') return;
        DecodedRows rows = Coded.Decoder("raw", fields, options).Decode(Coded.Payloads(payload, null), new Coded.Errors());
        Assert.Equal([payload, "NULL"], Coded.Encode("raw", fields, options, new Batch(rows.Columns, 2)));
    }

    [Fact]
    public void TextIsReadInItsCharset()
    {
        IReadOnlyList<Field> fields = Coded.Fields(("a", DataType.String));
        Assert.Equal(["[é]"], Coded.Rows(fields, Coded.Decoder("raw", fields, "charset=ISO-8859-1"), Coded.Payloads([0xE9])));
        Assert.Equal(["[中]"], Coded.Rows(fields, Coded.Decoder("raw", fields, "charset=GBK"), Coded.Payloads([0xD6, 0xD0])));
        Assert.Equal(["[\uFFFD]"], Coded.Rows(fields, Coded.Decoder("raw", fields), Coded.Payloads([0xFF])));
    }

    [Fact]
    public void WhatItCannotHoldIsRefused()
    {
        Assert.Contains("takes one physical column", Refusal(Coded.Fields(("a", DataType.Int), ("b", DataType.Int)), ""));
        Assert.Contains("TIMESTAMP(3)", Refusal(Coded.Fields(("a", DataType.Timestamp(3))), ""));
        Assert.Contains("'foo'", Refusal(Coded.Fields(("a", DataType.String)), "charset=foo"));
        Assert.Contains("'middle'", Refusal(Coded.Fields(("a", DataType.Int)), "endianness=middle"));
    }

    private static string Refusal(IReadOnlyList<Field> fields, string options) =>
        Assert.Throws<ActorStreamException>(() => Coded.Decoder("raw", fields, options)).Message;
}
