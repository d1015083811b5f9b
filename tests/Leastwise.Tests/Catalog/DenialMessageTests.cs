using System.Text.Json;
using Leastwise.Catalog;

namespace Leastwise.Tests.Catalog;

public sealed class DenialMessageTests
{
    public static TheoryData<string> Cases => CaseFile.Names("denials.json");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_denial_is_read_as_its_case_says(string name)
    {
        JsonElement expected = CaseFile.Case("denials.json", name);
        DenialMessage? actual = DenialMessage.Parse(expected.Text("message"));
        if (expected.Text("action") is not { } action)
        {
            actual.ShouldBeNull();
            return;
        }

        actual.ShouldBe(new DenialMessage(
            action,
            expected.Text("principal"),
            expected.Text("resource"),
            Enum.Parse<DenyingPolicy>(expected.Text("policy") ?? ""),
            expected.GetProperty("explicit").ValueKind == JsonValueKind.Null ? null : expected.GetProperty("explicit").GetBoolean(),
            expected.Text("policyArn")));
    }

    [Fact]
    public void No_message_is_no_denial() => DenialMessage.Parse(null).ShouldBeNull();
}
