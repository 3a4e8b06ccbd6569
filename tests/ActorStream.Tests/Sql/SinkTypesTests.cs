using ActorStream.Sql;

namespace ActorStream.Tests.Sql;

public sealed class SinkTypesTests
{
    [Theory]
    [InlineData("TINYINT", "BIGINT", true)]
    [InlineData("BIGINT", "INT", false)]
    [InlineData("BIGINT", "FLOAT", true)]
    [InlineData("INT", "DECIMAL(5, 1)", true)]
    [InlineData("DECIMAL(10, 2)", "DECIMAL(5, 1)", true)]
    [InlineData("DECIMAL(10, 2)", "BIGINT", false)]
    [InlineData("DECIMAL(10, 2)", "FLOAT", true)]
    [InlineData("DOUBLE", "FLOAT", false)]
    [InlineData("DOUBLE", "DECIMAL(5, 1)", true)]
    [InlineData("CHAR(3)", "STRING", true)]
    [InlineData("VARCHAR(5)", "CHAR(3)", false)]
    [InlineData("STRING", "VARCHAR(5)", true)]
    [InlineData("BYTES", "BINARY(3)", false)]
    [InlineData("STRING", "INT", false)]
    [InlineData("DATE", "TIMESTAMP(3)", false)]
    [InlineData("TIMESTAMP(3)", "DATE", true)]
    [InlineData("TIMESTAMP_LTZ(3)", "TIMESTAMP(0)", true)]
    [InlineData("TIMESTAMP_LTZ(3)", "DATE", false)]
    [InlineData("BOOLEAN", "INT", false)]
    [InlineData("ARRAY<INT>", "ARRAY<BIGINT>", true)]
    [InlineData("ARRAY<BIGINT>", "ARRAY<INT>", false)]
    [InlineData("ROW<a INT, b STRING>", "ROW<c BIGINT, d STRING>", true)]
    [InlineData("ROW<a INT>", "ROW<a INT, b INT>", false)]
    public void SinkTakesWhatFlinksSinksTake(string from, string to, bool accepted) =>
        Assert.Equal(accepted, SinkTypes.Accepts(TypeBinder.Bind(Parser.ParseType(from)), TypeBinder.Bind(Parser.ParseType(to))));
}
