"""What is said of a training that its plan has stopped early."""

from nnsim.text import Message, message


def told_early(patience: int, best: float, of_test: bool) -> Message:
    """Why training stopped: the loss on the test set (else: on the training set) has not fallen for so many epochs."""
    span = message("1 epoch") if patience == 1 else message("{count} epochs", count=patience)
    if of_test:
        return message("Stopped early: the test loss has not fallen for {span}. The weights with the "
                       "lowest, {loss:loss}, are back.", span=span, loss=best)
    return message("Stopped early: the training loss has not fallen for {span}. The weights with the "
                   "lowest, {loss:loss}, are back.", span=span, loss=best)
