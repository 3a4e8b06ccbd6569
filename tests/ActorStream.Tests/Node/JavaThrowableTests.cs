using ActorStream.Node.Endpoints;

namespace ActorStream.Tests.Node;

public sealed class JavaThrowableTests
{
    private const string Start =
        "rO0ABXNyAClvcmcuYXBhY2hlLmZsaW5rLnV0aWwuU2VyaWFsaXplZFRocm93YWJsZWUWnfUfpxPzAgADTAAZZnVsbFN0cmluZ2lmaWVkU3RhY2tUcm"
        + "FjZXQAEkxqYXZhL2xhbmcvU3RyaW5nO0wAFm9yaWdpbmFsRXJyb3JDbGFzc05hbWVxAH4AAVsAE3NlcmlhbGl6ZWRFeGNlcHRpb250AAJbQnhyABNqYXZhLmxhbmcu"
        + "RXhjZXB0aW9u0P0fPho7HMQCAAB4cgATamF2YS5sYW5nLlRocm93YWJsZdXGNSc5d7jLAwAETAAFY2F1c2V0ABVMamF2YS9sYW5nL1Rocm93YWJsZTtMAA1kZXRhaW"
        + "xNZXNzYWdlcQB+AAFbAApzdGFja1RyYWNldAAeW0xqYXZhL2xhbmcvU3RhY2tUcmFjZUVsZW1lbnQ7TAAUc3VwcHJlc3NlZEV4Y2VwdGlvbnN0ABBMamF2YS91dGls"
        + "L0xpc3Q7eHBwdAA";

    // What Java 17 writes for Flink 2.2.1's SerializedThrowable of an exception U that cannot be serialized itself.
    [Theory]
    [InlineData("no", "FVTogbm91cgAeW0xqYXZhLmxhbmcuU3RhY2tUcmFjZUVsZW1lbnQ7AkYqPDz9IjkCAAB4cAAAAABzcgAfamF2YS51dGlsLkNvbGxlY3Rpb25zJEVtcH"
        + "R5TGlzdHq4F7Q8p57eAgAAeHB4dAAGVTogbm8KdAABVXA=")]
    [InlineData("«ä» \0 😀\nline",
        "YVTogwqvDpMK7IMCAIO2gve24gApsaW5ldXIAHltMamF2YS5sYW5nLlN0YWNrVHJhY2VFbGVtZW50OwJGKjw8/SI5AgAAeHAAAAAAc3I"
        + "AH2phdmEudXRpbC5Db2xsZWN0aW9ucyRFbXB0eUxpc3R6uBe0PKee3gIAAHhweHQAGVU6IMKrw6TCuyDAgCDtoL3tuIAKbGluZQp0AAFVcA==")]
    public void AFailureIsAsJavaWritesIt(string message, string expected) =>
        Assert.Equal(Start + expected, Convert.ToBase64String(JavaThrowable.Serialize("U", message)));

    [Fact]
    public void ALongMessageIsCut()
    {
        byte[] bytes = JavaThrowable.Serialize("U", new string('一', 1_000_000));
        Assert.InRange(bytes.Length, 60_000, 70_000);
    }
}
