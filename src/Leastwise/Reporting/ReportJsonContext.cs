using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Leastwise.Reporting;

/// <summary>The parts of <c>report.json</c> that are written and read as the values they are.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AssessedPaths))]
[JsonSerializable(typeof(ImmutableArray<AssessedPolicy>))]
[JsonSerializable(typeof(AssessedPolicy))]
[JsonSerializable(typeof(AssessedTrim))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
