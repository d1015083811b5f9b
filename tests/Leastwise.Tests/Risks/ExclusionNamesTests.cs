using Leastwise.Risks;

namespace Leastwise.Tests.Risks;

public sealed class ExclusionNamesTests
{
    [Theory]
    [InlineData("deploy-eu", true)]
    [InlineData("role/deploy*", true)]
    [InlineData("ROLE/team/*", true)]
    [InlineData("/team/deploy-eu", true)]
    [InlineData("arn:aws:iam::*:role/team/deploy-eu", true)]
    [InlineData("user/deploy*", false)]
    [InlineData("role/eu", false)]
    [InlineData("role*", false)]
    public void A_rule_names_principals_by_name_by_path_by_ARN_or_with_their_sort(string pattern, bool isMeant) =>
        ExclusionNames.IsPrincipal([pattern], "arn:aws:iam::111111111111:role/team/deploy-eu").ShouldBe(isMeant);

    [Fact]
    public void A_kind_that_does_not_exist_is_said() => ExclusionsReader
        .Read("exclusions:\n  - kind: PrivilegeEscalaton\n    reason: r\n    owner: o\n", "x.yml", new DateOnly(2026, 1, 1))
        .Diagnostics.ShouldHaveSingleItem().Message.ShouldBe("No kind of finding is called \"PrivilegeEscalaton\".");
}
