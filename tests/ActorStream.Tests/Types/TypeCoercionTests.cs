using ActorStream.Types;

namespace ActorStream.Tests.Types;

public sealed class TypeCoercionTests
{
    public static TheoryData<string?, DataType[]> Commons => new()
    {
        { "BIGINT", [DataType.Int, DataType.BigInt, DataType.TinyInt] },
        { "DECIMAL(11, 1)", [DataType.Int, DataType.Decimal(2, 1)] },
        { "DECIMAL(20, 1)", [DataType.Int, DataType.Decimal(2, 1), DataType.BigInt] },
        { "DECIMAL(38, 8)", [DataType.Decimal(38, 20), DataType.Decimal(30, 0)] },
        { "FLOAT", [DataType.Float, DataType.Double] },
        { "DOUBLE", [DataType.Double, DataType.Float] },
        { "FLOAT", [DataType.BigInt, DataType.Float] },
        { "DOUBLE", [DataType.Float, DataType.Decimal(2, 1)] },
        { "VARCHAR(3)", [DataType.Char(1), DataType.Char(3)] },
        { "CHAR(3)", [DataType.Char(3), DataType.Char(3)] },
        { "STRING", [DataType.Char(3), DataType.String] },
        { "TIMESTAMP(6)", [DataType.Timestamp(3), DataType.Timestamp(6)] },
        { "TIMESTAMP(3)", [DataType.Timestamp(3), DataType.TimestampLtz(3)] },
        { "INT", [DataType.Null, DataType.Int.NotNull()] },
        { "INT NOT NULL", [DataType.Int.NotNull(), DataType.Int.NotNull()] },
        { "ARRAY<BIGINT>", [DataType.Array(DataType.Int), DataType.Array(DataType.BigInt)] },
        { "NULL", [DataType.Null, DataType.Null] },
        { null, [DataType.Int, DataType.String] },
        { null, [DataType.Date, DataType.Timestamp(3)] },
        { null, [DataType.Boolean, DataType.Int] },
        { null, [DataType.IntervalDayTime, DataType.IntervalYearMonth] },
        { null, [DataType.Array(DataType.Int), DataType.Array(DataType.String)] },
    };

    [Theory]
    [MemberData(nameof(Commons))]
    public void CommonTypes(string? expected, DataType[] types) => Assert.Equal(expected, TypeCoercion.CommonType(types)?.ToString());

    [Fact]
    public void ImplicitCastsLoseNothing()
    {
        Assert.True(TypeCoercion.CanCastImplicitly(DataType.Int, DataType.BigInt));
        Assert.True(TypeCoercion.CanCastImplicitly(DataType.Char(3), DataType.String));
        Assert.True(TypeCoercion.CanCastImplicitly(DataType.Null, DataType.Date));
        Assert.True(TypeCoercion.CanCastImplicitly(DataType.BigInt, DataType.Decimal(38, 0)));
        Assert.False(TypeCoercion.CanCastImplicitly(DataType.BigInt, DataType.Int));
        Assert.False(TypeCoercion.CanCastImplicitly(DataType.Double, DataType.Float));
        Assert.False(TypeCoercion.CanCastImplicitly(DataType.String, DataType.Int));
        Assert.False(TypeCoercion.CanCastImplicitly(DataType.Array(DataType.String), DataType.Array(DataType.Int)));
    }
}
