import os


def main():
    return os.environ.get('N', '0')


if __name__ == '__main__':
    main()
