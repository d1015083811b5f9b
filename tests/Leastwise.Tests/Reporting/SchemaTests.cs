using System.Text.Json;
using Leastwise.Usage;

namespace Leastwise.Tests.Reporting;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("report")]
    [InlineData("usage")]
    public void Every_reason_for_unknown_is_in_the_schema(string name)
    {
        string schema = File.ReadAllText(Repository.PathOf("docs", "schemas", $"{name}.schema.json"));
        foreach (UnknownReason reason in Enum.GetValues<UnknownReason>())
        {
            schema.ShouldContain($"\"{JsonNamingPolicy.CamelCase.ConvertName(reason.ToString())}\"");
        }
    }
}
