using Leastwise.Reporting;

namespace Leastwise.Tests.Reporting;

public sealed class StrangersTests
{
    [Theory]
    [InlineData("AIDANEW", "A deleted namesake, unique id AIDAOLD; today's is AIDANEW. Its use is not counted for today's.")]
    [InlineData("", "A namesake, unique id AIDAOLD, deleted perhaps: the account file gives no unique id for today's to compare. Its use is not counted for today's.")]
    public void A_namesake_is_told_by_the_unique_ids_that_are_known(string today, string sentence) =>
        StrangersBuilder.Namesake("AIDAOLD", today).ShouldBe(sentence);
}
