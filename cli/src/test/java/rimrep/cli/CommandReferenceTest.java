package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import rimrep.testing.GoldenFile;

class CommandReferenceTest {
  private static List<CommandLine> commands(CommandLine parent) {
    List<CommandLine> all = new ArrayList<>();
    all.add(parent);
    parent.getSubcommands().values().forEach(child -> all.addAll(commands(child)));
    return all;
  }

  /// `docs/reference/commands.md` is what the commands say of themselves.
  @Test
  void theReferenceIsGeneratedFromTheCommands() {
    StringBuilder page =
        new StringBuilder(
            """
            # Commands

            Generated from the commands' own help; rewritten by `./mvnw verify -Dgolden=update`.
            """);
    for (CommandLine command : commands(Main.commandLine())) {
      command.setUsageHelpWidth(100).setUsageHelpAutoWidth(false);
      page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
      page.append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing())
          .append("\n```\n");
    }
    GoldenFile.page("docs/reference/commands.md").matches(page.toString());
  }

  /// A start makes one command; whoever asks for help or mistypes is told of all.
  @Test
  void onlyTheCommandThatIsAskedForIsMade() {
    for (String name : Main.commandLine().getSubcommands().keySet()) {
      var made = Main.commandLine(name, "--help").getSubcommands();
      assertThat(made).containsOnlyKeys(name);
      CommandLine one = made.values().iterator().next();
      assertThat(one.getCommandSpec().userObject().getClass().getAnnotation(Command.class).name())
          .isEqualTo(name);
    }
    int all = Main.commandLine().getSubcommands().size();
    assertThat(all).isGreaterThan(10);
    for (String first : new String[] {"--help", "srve", "-V"}) {
      assertThat(Main.commandLine(first).getSubcommands()).hasSize(all);
    }
  }

  @Test
  void everyHelpHasAnExample() {
    for (CommandLine command : commands(Main.commandLine())) {
      assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF))
          .as(command.getCommandSpec().qualifiedName())
          .contains("Example")
          .contains("rimrep ");
    }
  }
}
